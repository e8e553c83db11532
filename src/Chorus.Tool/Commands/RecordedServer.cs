using System.Text.Json;
using Chorus.Configuration;
using Chorus.Web.Json;

namespace Chorus.Commands;

/// <summary>What the last server of a project wrote down about itself; it may be gone since.</summary>
internal static class RecordedServer
{
    public static ServerJson? Read(StateFolder state)
    {
        try { return JsonSerializer.Deserialize(File.ReadAllText(state.ServerJson), ChorusJson.Default.ServerJson); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException) { return null; }
    }
}
