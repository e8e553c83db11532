using System.Text.Json;

namespace Chorus.Claude;

/// <summary>One line about a tool call: "Bash: npm test".</summary>
public static class ToolSummary
{
    private const int Limit = 200;

    /// <summary>The field that tells most, in this order.</summary>
    private static readonly string[] Telling = ["command", "file_path", "notebook_path", "url", "query", "pattern", "path", "skill", "description", "prompt", "plan"];

    public static string For(string tool, JsonElement input)
    {
        if (input.ValueKind is not JsonValueKind.Object)
        {
            return tool;
        }

        if (tool == "AskUserQuestion" && input.TryGetProperty("questions", out var questions) && questions.ValueKind is JsonValueKind.Array && questions.GetArrayLength() > 0)
        {
            var first = Text(questions[0], "question") ?? "a question";
            return questions.GetArrayLength() == 1 ? FirstLine(first) : $"{FirstLine(first)} (and {questions.GetArrayLength() - 1} more)";
        }

        foreach (var name in Telling)
        {
            if (Text(input, name) is { Length: > 0 } value)
            {
                return $"{tool}: {FirstLine(value)}";
            }
        }

        return tool;
    }

    /// <summary>The first line with text, shortened with an ellipsis.</summary>
    public static string FirstLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return line.Length <= Limit ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[Limit - 1]) ? Limit - 1 : Limit), "…");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
