using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>A home folder in which Claude Code was already welcomed and the given folders are trusted.</summary>
internal sealed class ClaudeHome
{
    public ClaudeHome(string path, params IEnumerable<string> trusted)
    {
        FullName = Directory.CreateDirectory(path).FullName;
        var projects = new JsonObject();
        foreach (var folder in trusted) { projects[folder] = new JsonObject { ["hasTrustDialogAccepted"] = true }; }
        var settings = new JsonObject { ["hasCompletedOnboarding"] = true, ["projects"] = projects };
        File.WriteAllText(Path.Combine(FullName, ".claude.json"), settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    public string FullName { get; }
}
