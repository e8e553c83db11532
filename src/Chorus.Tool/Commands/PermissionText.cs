using System.Text;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>Permission requests as plain text for a terminal: in a list one line each, alone whole, with what would hide made visible.</summary>
internal static class PermissionText
{
    private const int HeadWidth = 11;

    public static string Table(JsonElement requests, DateTimeOffset now) => TextTable.Of(
        ["ID", "TASK", "AGE", "STATUS", "SUMMARY"],
        requests.Items().Select(request => (IReadOnlyList<string>)[request.Text("id"), request.Text("taskId"), TaskText.Age(request, "createdAt", now), request.Text("status"), request.Text("summary")]));

    /// <summary>Everything a decision is about, letter by letter.</summary>
    /// <param name="request">As the server sent it.</param>
    /// <param name="title">Of the task that asks; may be empty.</param>
    /// <param name="now">The time ages are counted to.</param>
    public static string Whole(JsonElement request, string title, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Heads(request, title, now).Where(head => head.Value.Length > 0)) { AppendHead(text, name, value); }
        foreach (var doubt in Doubts(request)) { text.Append("Look twice: ").Append(UntrustedText.SingleLine(doubt, int.MaxValue)).Append('\n'); }
        foreach (var field in Fields(request)) { AppendBlock(text, field.Name, field.Text); }
        // What "always" would set, in Claude Code's own words.
        if (request.Field("suggestions") is { ValueKind: JsonValueKind.Array } suggestions) { AppendBlock(text, "(suggestions)", suggestions.GetRawText()); }
        return text.ToString();
    }

    /// <summary>What in the request does not say what it seems to say, each with its place; empty for honest text.</summary>
    public static IReadOnlyList<string> Doubts(JsonElement request)
    {
        List<(string Place, string Text)> texts = [("tool", request.Text("tool")), ("folder", request.Text("cwd"))];
        foreach (var field in Fields(request))
        {
            texts.Add(("name of a field", field.Name));
            texts.Add((field.Name, field.Text));
        }

        return [.. texts.SelectMany(one => UntrustedText.IsDeceptive(one.Text, out var findings) ? findings.Select(finding => $"{UntrustedText.Visible(one.Place)}: {finding}") : []).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, string Value)> Heads(JsonElement request, string title, DateTimeOffset now) =>
    [
        ("Request", request.Text("id")),
        ("Status", Status(request, now)),
        ("Message", request.Text("message")),
        ("Kind", request.Text("kind")),
        ("Tool", request.Text("tool")),
        ("Task", $"{request.Text("taskId")}  {title}".TrimEnd()),
        ("Folder", request.Text("cwd")),
        ("Asked", $"{request.Text("createdAt")} ({TaskText.Age(request, "createdAt", now)} ago)"),
        ("Hash", request.Text("hash")),
    ];

    private static string Status(JsonElement request, DateTimeOffset now) =>
        request.Text("decidedBy") is { Length: > 0 } by ? $"{request.Text("status")} by {by}, {TaskText.Age(request, "decidedAt", now)} ago" : request.Text("status");

    private static IReadOnlyList<InputField> Fields(JsonElement request) => InputField.Of(request.Field("input"));

    private static void AppendHead(StringBuilder text, string name, string value)
    {
        // Beside the bar nothing that an agent wrote can pass for a line of ours.
        var lines = UntrustedText.Visible(value).Split('\n');
        text.Append(name.PadRight(HeadWidth)).Append(lines[0]).Append('\n');
        foreach (var line in lines.Skip(1)) { text.Append("│ ".PadLeft(HeadWidth)).Append(line).Append('\n'); }
    }

    private static void AppendBlock(StringBuilder text, string name, string value)
    {
        text.Append('\n').Append(UntrustedText.SingleLine(name, int.MaxValue)).Append('\n');
        foreach (var line in UntrustedText.Visible(value).Split('\n')) { text.Append("  │ ").Append(line).Append('\n'); }
    }
}
