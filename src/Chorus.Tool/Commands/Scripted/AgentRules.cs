using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>What runs without asking: the rules of this session, and those in the project's local settings, whose changes count at once as with Claude Code.</summary>
internal sealed class AgentRules(string folder)
{
    private static readonly SearchValues<char> MoreThanOneCommand = SearchValues.Create("&|;<>`$\n");
    private readonly HashSet<string> ofSession = [];

    private string LocalSettings => Path.Combine(folder, ".claude", "settings.local.json");

    public bool Allow(AgentCall call) => ofSession.Concat(OfProject()).Any(rule => Covers(rule, call));

    /// <summary>Takes over rules that come with an answer, and keeps those for the project in its settings.</summary>
    public void Add(JsonElement update)
    {
        foreach (var rule in update.Field("rules").Items())
        {
            var text = rule.Text("ruleContent") is { Length: > 0 } content ? $"{rule.Text("toolName")}({content})" : rule.Text("toolName");
            if (update.Text("destination") == "localSettings") { Keep(text); }
            else { ofSession.Add(text); }
        }
    }

    private bool Covers(string rule, AgentCall call)
    {
        if (rule == call.Tool) { return true; }
        var (tool, subject) = call.Tool is "Write" or "Edit" ? ("Edit", "/" + Path.GetRelativePath(folder, call.Subject)) : (call.Tool, call.Subject);
        if (!rule.StartsWith(tool + "(", StringComparison.Ordinal) || !rule.EndsWith(')')) { return false; }

        var content = rule[(tool.Length + 1)..^1];
        return content == subject
            || (tool == "Edit" && content.EndsWith("/**", StringComparison.Ordinal) && subject.StartsWith(content[..^2], StringComparison.Ordinal))
            || (tool == "Bash" && content.EndsWith(" *", StringComparison.Ordinal) && !subject.AsSpan().ContainsAny(MoreThanOneCommand) && $"{subject} ".StartsWith(content[..^1], StringComparison.Ordinal));
    }

    private IEnumerable<string> OfProject() => Read()?["permissions"]?["allow"] is JsonArray allow ? allow.Select(rule => rule?.ToString() ?? "") : [];

    private void Keep(string rule)
    {
        if (OfProject().Contains(rule)) { return; }
        var settings = Read() ?? [];
        if (settings["permissions"] is not JsonObject permissions) { settings["permissions"] = permissions = []; }
        if (permissions["allow"] is not JsonArray allow) { permissions["allow"] = allow = []; }
        allow.Add((JsonNode)rule);
        Directory.CreateDirectory(Path.GetDirectoryName(LocalSettings)!);
        File.WriteAllText(LocalSettings, settings.ToJsonString());
    }

    private JsonObject? Read()
    {
        try { return File.Exists(LocalSettings) ? JsonNode.Parse(File.ReadAllText(LocalSettings)) as JsonObject : null; }
        catch (JsonException) { return null; } // Somebody is writing it.
    }
}
