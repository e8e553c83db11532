using System.Text.Json;
using Chorus.Configuration;

namespace Chorus.Permissions.Rules;

/// <summary>A tool call as rules look at it: what it would run, change or fetch. Whatever cannot be read with certainty is null, and then no rule covers it.</summary>
internal sealed class ToolCall
{
    // Members that change how a command runs, but not what it does. Any other member makes only the exact input known.
    private static readonly HashSet<string> HarmlessOfBash = new(StringComparer.Ordinal) { "command", "description", "timeout", "run_in_background" };

    private ToolCall(string tool, string inputJson)
    {
        Tool = tool;
        InputJson = inputJson;
    }

    public string Tool { get; }
    public string InputJson { get; }
    /// <summary>The command text of a shell tool.</summary>
    public string? Command { get; private init; }
    /// <summary>The real path (links resolved) of the file that would be changed.</summary>
    public string? EditedFile { get; private init; }
    /// <summary>The page that would be fetched, without secrets in it and on its scheme's own port.</summary>
    public Uri? Address { get; private init; }

    public static ToolCall Read(string tool, string inputJson, string cwd)
    {
        try
        {
            using var document = JsonDocument.Parse(inputJson);
            return document.RootElement is { ValueKind: JsonValueKind.Object } input ? Read(tool, inputJson, input, cwd) : new ToolCall(tool, inputJson);
        }
        // InvalidOperationException: half a surrogate pair, escaped. The others: a path no file can have.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return new ToolCall(tool, inputJson);
        }
    }

    private static ToolCall Read(string tool, string inputJson, JsonElement input, string cwd)
    {
        var members = input.EnumerateObject().ToList();
        // A reader that takes the first of two equal members and one that takes the last would see different calls.
        if (members.DistinctBy(member => member.Name, StringComparer.Ordinal).Count() != members.Count)
        {
            return new ToolCall(tool, inputJson);
        }

        return tool switch
        {
            "Bash" => new ToolCall(tool, inputJson) { Command = members.All(member => HarmlessOfBash.Contains(member.Name)) ? Text(input, "command") : null },
            "Edit" or "MultiEdit" or "Write" => new ToolCall(tool, inputJson) { EditedFile = FileOf(Text(input, "file_path"), cwd) },
            "NotebookEdit" => new ToolCall(tool, inputJson) { EditedFile = FileOf(Text(input, "notebook_path"), cwd) },
            "WebFetch" => new ToolCall(tool, inputJson) { Address = AddressOf(Text(input, "url")) },
            _ => new ToolCall(tool, inputJson),
        };
    }

    private static string? Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    private static string? FileOf(string? path, string cwd) =>
        path is { Length: > 0 } && Path.IsPathRooted(cwd) && !path.Contains('\0', StringComparison.Ordinal) ? RealPath.Of(Path.GetFullPath(path, cwd)) : null;

    private static Uri? AddressOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", IsDefaultPort: true } && address.Host.Length > 0 && address.Host.All(char.IsAscii)
            ? address
            : null;
}
