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
    /// <param name="rule">The rule that allowed it, or that was made with it; undefined when there is none any more.</param>
    /// <param name="now">The time ages are counted to.</param>
    public static string Whole(JsonElement request, string title, JsonElement rule, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Heads(request, title, rule, now).Where(head => head.Value.Length > 0)) { AppendHead(text, name, value); }
        foreach (var doubt in Doubts(request, request.Field("input"))) { text.Append("Look twice: ").Append(UntrustedText.SingleLine(doubt, int.MaxValue)).Append('\n'); }
        text.Append(QuestionText.Of(request));
        var shown = QuestionText.Shown(request).ToHashSet();
        foreach (var field in InputField.Of(request.Field("input")).Where(field => !shown.Contains(field))) { AppendBlock(text, field.Name, field.Text); }
        // What "always" would set, in Claude Code's own words.
        if (request.Field("suggestions") is { ValueKind: JsonValueKind.Array } suggestions) { AppendBlock(text, "(suggestions)", suggestions.GetRawText()); }
        return text.Append(ChangeText.Of(request.Field("preview"))).ToString();
    }

    /// <summary>What does not say what it seems to say, each with its place; empty for honest text.</summary>
    /// <param name="request">Whose tool and folder are looked at.</param>
    /// <param name="input">What would run: the request's own input, or another one in its place.</param>
    public static IReadOnlyList<string> Doubts(JsonElement request, JsonElement input)
    {
        List<(string Place, string Text)> texts = [("tool", request.Text("tool")), ("folder", request.Text("cwd"))];
        foreach (var field in InputField.Of(input))
        {
            texts.Add(("name of a field", field.Name));
            texts.Add((field.Name, field.Text));
        }

        return [.. texts.SelectMany(one => UntrustedText.IsDeceptive(one.Text, out var findings) ? findings.Select(finding => $"{UntrustedText.Visible(one.Place)}: {finding}") : []).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Foreign text, each line behind a mark of ours: beside a bar nothing that an agent wrote can pass for a line of Chorus.</summary>
    public static void AppendLines(StringBuilder text, string first, string others, string value)
    {
        var start = first;
        foreach (var line in UntrustedText.Visible(value).Split('\n'))
        {
            text.Append(start).Append(line).Append('\n');
            start = others;
        }
    }

    private static IEnumerable<(string Name, string Value)> Heads(JsonElement request, string title, JsonElement rule, DateTimeOffset now) =>
    [
        ("Request", request.Text("id")),
        ("Status", Status(request, now)),
        (request.Text("decidedBy") == "rule" ? "Rule" : "New rule", request.Text("ruleId") is { Length: > 0 } id ? RuleText.One(id, rule) : ""),
        ("Message", request.Text("message")),
        .. Instead(request),
        ("Kind", request.Text("kind")),
        ("Tool", request.Text("tool")),
        ("Task", $"{request.Text("taskId")}  {title}".TrimEnd()),
        ("Folder", request.Text("cwd")),
        ("Asked", $"{request.Text("createdAt")} ({TaskText.Age(request, "createdAt", now)} ago)"),
        ("Hash", request.Text("hash")),
    ];

    /// <summary>What was allowed instead of what was asked: the answers to questions, or the fields that are others.</summary>
    private static IEnumerable<(string Name, string Value)> Instead(JsonElement request)
    {
        if (request.Field("changedInput") is not { ValueKind: JsonValueKind.Object } changed) { return []; }
        if (request.Text("kind") == "question")
        {
            return InputField.Of(changed.Field("answers")).Select(answer => ("Answer", $"{answer.Name}\n→ {answer.Text}"));
        }

        var (before, after) = (InputField.Of(request.Field("input")), InputField.Of(changed));
        return
        [
            .. after.Except(before).Select(field => ("Changed", $"{field.Name}, to:\n{field.Text}")),
            .. before.ExceptBy(after.Select(field => field.Name), field => field.Name).Select(field => ("Left out", field.Name)),
        ];
    }

    private static string Status(JsonElement request, DateTimeOffset now) =>
        request.Text("decidedBy") is { Length: > 0 } by ? $"{request.Text("status")} by {by}, {TaskText.Age(request, "decidedAt", now)} ago" : request.Text("status");

    private static void AppendHead(StringBuilder text, string name, string value) => AppendLines(text, name.PadRight(HeadWidth), "│ ".PadLeft(HeadWidth), value);

    private static void AppendBlock(StringBuilder text, string name, string value)
    {
        text.Append('\n').Append(UntrustedText.SingleLine(name, int.MaxValue)).Append('\n');
        AppendLines(text, "  │ ", "  │ ", value);
    }
}
