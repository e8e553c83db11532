using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Permissions;

namespace Chorus.Commands;

/// <summary>The answers of <c>--answer Q=A</c>, held against the questions; what is missing or wrong is refused with the questions and their options.</summary>
internal static class QuestionAnswers
{
    /// <returns>The answers by the text of each question.</returns>
    /// <exception cref="CommandFailure">They cannot be given.</exception>
    public static async Task<JsonObject> ReadAsync(VerbCall call, JsonElement request, IReadOnlyList<string> given)
    {
        if (request.Text("kind") != "question") { throw new CommandFailure(ExitCode.Failed, "Only a question takes answers, and this request is none. Allow it without --answer."); }

        var questions = QuestionText.Questions(request);
        var answers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            if (Split(questions.Questions, text) is not { } one)
            {
                throw await call.RefuseAsync($"There is no question for '{text}'. Name one of those listed by its number or its text.", request, Listing);
            }

            answers[one.Question.Text] = [.. answers.GetValueOrDefault(one.Question.Text, []).Append(Label(one.Question, one.Answer)).Distinct(StringComparer.Ordinal)];
        }

        return questions.Problem(answers) is not { } problem
            ? new JsonObject(answers.Select(answer => KeyValuePair.Create(answer.Key, (JsonNode?)new JsonArray([.. answer.Value.Select(label => (JsonNode)label)]))))
            : throw await call.RefuseAsync($"{problem} Answer each of those listed with --answer NUMBER=ANSWER, or deny the request.", request, Listing);
    }

    private static string Listing(JsonElement request) => QuestionText.Of(request).TrimStart('\n');

    /// <summary>A question's own text counts first, for it may hold an equals sign or be a number.</summary>
    private static (AgentQuestion Question, string Answer)? Split(IReadOnlyList<AgentQuestion> questions, string text)
    {
        if (questions.Where(question => text.StartsWith(question.Text + "=", StringComparison.Ordinal)).MaxBy(question => question.Text.Length) is { } named)
        {
            return (named, text[(named.Text.Length + 1)..]);
        }

        return text.Split('=', 2) is [var first, var answer] && Numbered(questions, first) is { } numbered ? (numbered, answer) : null;
    }

    /// <summary>Options go by their label or their number; anything else is the user's own words.</summary>
    private static string Label(AgentQuestion question, string answer) =>
        (question.Options.FirstOrDefault(option => option.Label.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase)) ?? Numbered(question.Options, answer))?.Label ?? answer;

    private static T? Numbered<T>(IReadOnlyList<T> list, string number)
        where T : class => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= list.Count ? list[place - 1] : null;
}
