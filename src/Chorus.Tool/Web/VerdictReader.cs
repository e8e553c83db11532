using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Web.Json;

namespace Chorus.Web;

/// <summary>Translates the body of a decision into what the user says to the request.</summary>
internal static class VerdictReader
{
    /// <exception cref="BadBodyException">It says nothing that can be understood.</exception>
    public static Verdict Read(DecisionRequest body, PermissionRequest request) => body.Decision switch
    {
        "deny" => new Verdict.Deny(body.Message, body.Interrupt == true),
        "allow" when body.Always is { } rule => Rule(rule),
        "allow" when body.Answers is { } answers => new Verdict.Answer(answers),
        "allow" when body.AnswersByNumber.Count > 0 => new Verdict.Answer(ByText(body.AnswersByNumber, request)),
        "allow" when body.Input is { } input => new Verdict.AllowChanged(input.GetRawText()),
        "allow" when body.Changes.Count > 0 => new Verdict.AllowChanged(Changed(request.InputJson, body.Changes)),
        "allow" when body.AcceptEdits == true => new Verdict.ApproveAndAcceptEdits(),
        "allow" => new Verdict.Allow(),
        _ => throw new BadBodyException(StatusCodes.Status422UnprocessableEntity, "A decision is allow or deny."),
    };

    private static Verdict.AllowAlways Rule(RuleChoice rule)
    {
        try
        {
            return new Verdict.AllowAlways(Words.Parse<RuleScope>(rule.Scope ?? ""), rule.Value ?? "", Words.Parse<RuleReach>(rule.Reach ?? ""));
        }
        catch (FormatException failure)
        {
            throw new BadBodyException(StatusCodes.Status422UnprocessableEntity, "A rule names a scope, a value and a reach (session, task or project).", failure);
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> ByText(IReadOnlyDictionary<int, IReadOnlyList<string>> answers, PermissionRequest request)
    {
        using var input = JsonDocument.Parse(request.InputJson);
        var questions = QuestionSet.Of(input.RootElement).Questions;
        return answers.Where(answer => answer.Key < questions.Count).ToDictionary(answer => questions[answer.Key].Text, answer => answer.Value, StringComparer.Ordinal);
    }

    private static string Changed(string inputJson, IReadOnlyDictionary<string, string> changes)
    {
        if (JsonNode.Parse(inputJson) is not JsonObject input)
        {
            throw new BadBodyException(StatusCodes.Status422UnprocessableEntity, "This input has no members to change.");
        }

        foreach (var (name, text) in changes)
        {
            if (input[name]?.GetValueKind() is not JsonValueKind.String)
            {
                throw new BadBodyException(StatusCodes.Status422UnprocessableEntity, $"The input has no text '{name}' to change.");
            }

            input[name] = text;
        }

        return input.ToJsonString();
    }
}
