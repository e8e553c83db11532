using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>Says in one line what a tool call is about, for lists and notifications; a decision is made on the whole input instead.</summary>
public static class ToolSummary
{
    private const int Longest = 200;

    /// <summary>The member that tells most about a call, by tool. The rest of the tools say it with one of <see cref="CommonMembers"/>.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["Bash"] = "command",
        ["Read"] = "file_path",
        ["Edit"] = "file_path",
        ["Write"] = "file_path",
        ["MultiEdit"] = "file_path",
        ["NotebookEdit"] = "notebook_path",
        ["Grep"] = "pattern",
        ["Glob"] = "pattern",
        ["WebFetch"] = "url",
        ["WebSearch"] = "query",
        ["Agent"] = "description",
        ["Task"] = "description",
        ["Skill"] = "skill",
    };

    private static readonly string[] CommonMembers = ["description", "command", "file_path", "path", "url", "query", "prompt", "name"];

    /// <summary>For instance "Bash: npm test"; only the tool's name when its input says nothing.</summary>
    /// <param name="folder">Files below it are named from there; empty to name them as they come.</param>
    public static string For(string tool, JsonElement input, string folder)
    {
        if (tool == "AskUserQuestion" && Question(input) is { } question)
        {
            return question;
        }

        if (tool == "ExitPlanMode" && input.Text("plan") is { } plan)
        {
            return SingleLine($"Plan: {FirstLine(plan).TrimStart('#', ' ')}");
        }

        var subject = tool switch
        {
            "Read" or "Edit" or "Write" or "MultiEdit" or "NotebookEdit" => Relative(input.Text(Members[tool]), folder),
            _ => (Members.TryGetValue(tool, out var member) ? input.Text(member) : null) ?? CommonMembers.Select(name => input.Text(name)).FirstOrDefault(text => text is not null),
        };
        var title = SingleLine(tool is "" ? "Tool" : tool);
        return string.IsNullOrWhiteSpace(subject) ? title : SingleLine($"{title}: {subject}");
    }

    /// <summary>The first line that says something, shortened with an ellipsis.</summary>
    public static string FirstLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SingleLine(text.Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "");
    }

    /// <summary>The path as seen from a folder it lies below; any other as it comes.</summary>
    internal static string? Relative(string? path, string folder) =>
        folder.Length > 1 && path is not null && path.Length > folder.Length + 1 && path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/' ? path[(folder.Length + 1)..] : path;

    private static string? Question(JsonElement input)
    {
        string[] questions = [.. input.Member("questions").Items().Select(item => item.Text("question") ?? "a question")];
        return questions.Length switch
        {
            0 => null,
            1 => SingleLine(questions[0]),
            _ => $"{SingleLine(questions[0])} (and {(questions.Length - 1).ToString(CultureInfo.InvariantCulture)} more)",
        };
    }

    private static string SingleLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= Longest)
            {
                return line.Append('…').ToString();
            }

            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
            {
                line.Append(rune);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}
