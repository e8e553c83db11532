using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Configuration;

namespace Chorus.Claude;

/// <summary>A rule that Claude Code keeps itself, and the file it stands in.</summary>
/// <param name="Origin">local (<c>.claude/settings.local.json</c>), project (<c>.claude/settings.json</c>) or user.</param>
/// <param name="Text">As written, such as <c>Bash(npm test *)</c>.</param>
public sealed record ClaudeRule(string Origin, string File, string Text);

/// <summary>
/// The rules in Claude Code's own settings files, <c>permissions.allow</c>. Claude Code adds to them; Chorus only ever takes one away, on the user's word.
/// A running Claude Code (2.1.330) follows a change of the files at once.
/// </summary>
/// <param name="projectPath">The project's folder.</param>
/// <param name="configFolder">Claude Code's own folder, for the user's rules.</param>
public sealed class ClaudeRuleFiles(string projectPath, string configFolder)
{
    private const long SizeLimit = 1024 * 1024;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string LocalFile => Path.Combine(projectPath, ".claude", "settings.local.json");

    /// <summary>What all files allow. A file that cannot be read allows nothing that could be shown.</summary>
    public IReadOnlyList<ClaudeRule> Allowed() =>
    [
        .. Read("local", LocalFile),
        .. Read("project", Path.Combine(projectPath, ".claude", "settings.json")),
        .. Read("user", Path.Combine(configFolder, "settings.json")),
    ];

    /// <summary>Takes a rule out of the project's local settings; everything else in the file stays.</summary>
    /// <returns>False when it does not stand there.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public bool RemoveLocal(string text)
    {
        if (Parse(LocalFile) is not JsonObject settings || settings["permissions"] is not JsonObject permissions || permissions["allow"] is not JsonArray allow)
        {
            return false;
        }

        var kept = allow.Where(rule => !IsText(rule, text)).Select(rule => rule?.DeepClone()).ToArray();
        if (kept.Length == allow.Count)
        {
            return false;
        }

        permissions["allow"] = new JsonArray(kept);
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(LocalFile);
        StateFolder.WritePrivate(LocalFile, settings.ToJsonString(Written) + "\n");
        File.SetUnixFileMode(LocalFile, mode);
        return true;
    }

    private static IEnumerable<ClaudeRule> Read(string origin, string file) =>
        Parse(file) is JsonObject settings && settings["permissions"] is JsonObject permissions && permissions["allow"] is JsonArray allow
            ? allow.Where(rule => rule?.GetValueKind() is JsonValueKind.String).Select(rule => new ClaudeRule(origin, file, rule!.GetValue<string>()))
            : [];

    private static bool IsText(JsonNode? rule, string text) => rule?.GetValueKind() is JsonValueKind.String && rule.GetValue<string>() == text;

    private static JsonNode? Parse(string file)
    {
        try
        {
            // A link could make Chorus read or replace a file that is none of the project's.
            return new FileInfo(file) is { Exists: true, LinkTarget: null, Length: <= SizeLimit } ? JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
