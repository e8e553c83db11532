using System.Text.Json;

namespace Chorus.Permissions;

/// <summary>One thing to choose from in a question.</summary>
public sealed record QuestionOption(string Label, string Description);

/// <summary>One question of an AskUserQuestion call.</summary>
public sealed record AgentQuestion(string Text, string Header, IReadOnlyList<QuestionOption> Options, bool TakesSeveral);

/// <summary>The questions of an AskUserQuestion call, and how they are answered.</summary>
public sealed record QuestionSet(IReadOnlyList<AgentQuestion> Questions)
{
    private const int LongestAnswer = 4000;

    public static QuestionSet Of(JsonElement input) => new(
    [
        .. Items(input, "questions").Select(question => new AgentQuestion(
            Text(question, "question"),
            Text(question, "header"),
            [.. Items(question, "options").Select(option => new QuestionOption(Text(option, "label"), Text(option, "description")))],
            question.ValueKind is JsonValueKind.Object && question.TryGetProperty("multiSelect", out var several) && several.ValueKind is JsonValueKind.True)),
    ]);

    /// <summary>Why these answers cannot be given, or null. An answer is the label of an option or words of one's own.</summary>
    public string? Problem(IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        if (answers.Keys.FirstOrDefault(text => Questions.All(question => question.Text != text)) is { } unknown)
        {
            return $"There is no question '{unknown}'.";
        }

        foreach (var question in Questions)
        {
            var given = answers.GetValueOrDefault(question.Text) ?? [];
            if (given.Count == 0 || given.All(string.IsNullOrWhiteSpace))
            {
                return $"'{question.Text}' has no answer yet.";
            }

            if (given.Count > 1 && !question.TakesSeveral)
            {
                return $"'{question.Text}' takes one answer.";
            }

            if (given.Any(answer => answer.Length > LongestAnswer || answer.Contains('\0', StringComparison.Ordinal)))
            {
                return $"An answer has at most {LongestAnswer} characters and no NUL.";
            }
        }

        return Questions.Count == 0 ? "The agent asked nothing." : null;
    }

    /// <summary>One text per question, as the terminal dialog of Claude Code 2.1.330 hands them over: several are joined by commas, and one that holds a comma stands in quotes.</summary>
    public IReadOnlyDictionary<string, string> AsClaudeWritesThem(IReadOnlyDictionary<string, IReadOnlyList<string>> answers) => Questions
        .DistinctBy(question => question.Text, StringComparer.Ordinal)
        .ToDictionary(
            question => question.Text,
            question => answers[question.Text] is [var only] ? only.Trim() : string.Join(", ", answers[question.Text].Select(answer => Quoted(answer.Trim()))),
            StringComparer.Ordinal);

    private static string Quoted(string answer) => answer.Contains(',', StringComparison.Ordinal) ? $"\"{answer}\"" : answer;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() ?? "" : "";
}
