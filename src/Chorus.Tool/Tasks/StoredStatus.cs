using System.Text.Json;
using System.Text.Json.Serialization;
using Chorus.Claude;

namespace Chorus.Tasks;

/// <summary>A <see cref="ClaudeStatus"/> as JSON in the task's row.</summary>
internal static class StoredStatus
{
    public static string Write(ClaudeStatus status) => JsonSerializer.Serialize(status, StoredStatusContext.Default.ClaudeStatus);

    public static ClaudeStatus Read(string json) => JsonSerializer.Deserialize(json, StoredStatusContext.Default.ClaudeStatus) ?? ClaudeStatus.NotStarted;
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ClaudeStatus))]
internal sealed partial class StoredStatusContext : JsonSerializerContext;
