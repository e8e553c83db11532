using System.Text.Json;
using Chorus.Claude;
using Chorus.Permissions.Rules;

namespace Chorus.Permissions;

/// <summary>A verdict worked out for one request: what its hook is answered and what is written down.</summary>
internal sealed record Ruling(PermissionStatus Status, string Answer)
{
    /// <summary>What the agent is told with a denial.</summary>
    public string? Message { get; init; }
    /// <summary>What was allowed instead of what was asked.</summary>
    public string? ChangedInputJson { get; init; }
    /// <summary>The rule to be made.</summary>
    public RuleOffer? Rule { get; init; }
    public RuleReach Reach { get; init; }
    public bool EndsTurn { get; init; }

    /// <summary>Characters of the words that come with an answer.</summary>
    public const int MessageLimit = 10_000;

    private const string DeniedHere = "The user denied this in Chorus.";

    /// <summary>The ruling, or in <paramref name="problem"/> why this verdict does not fit this request.</summary>
    public static Ruling? Of(PermissionRequest request, Verdict verdict, string projectPath, out string problem)
    {
        problem = "";
        try
        {
            using var input = JsonDocument.Parse(request.InputJson);
            var (ruling, why) = Of(request, input.RootElement, verdict, projectPath);
            problem = why ?? "";
            return ruling;
        }
        catch (JsonException)
        {
            problem = "What would be allowed instead must be a JSON object.";
            return null;
        }
    }

    private static (Ruling? Ruling, string? Problem) Of(PermissionRequest request, JsonElement input, Verdict verdict, string projectPath) => (request.Kind, verdict) switch
    {
        (_, Verdict.Deny deny) => Deny(deny),
        (PermissionKind.Question, Verdict.Answer answer) => Answered(input, answer),
        (PermissionKind.Question, _) => (null, "A question wants an answer, or to be denied."),
        (_, Verdict.Answer) => (null, "Only a question takes answers."),
        // Claude Code 2.1.330 ignores the approval of a plan that does not repeat the plan.
        (PermissionKind.Plan, Verdict.Allow) => (new Ruling(PermissionStatus.Allowed, HookAnswer.ApprovePlan(input, mode: null)), null),
        (PermissionKind.Plan, Verdict.ApproveAndAcceptEdits) => (new Ruling(PermissionStatus.Allowed, HookAnswer.ApprovePlan(input, "acceptEdits")), null),
        (_, Verdict.ApproveAndAcceptEdits) => (null, "Only a plan is approved."),
        (_, Verdict.Allow) => (new Ruling(PermissionStatus.Allowed, HookAnswer.Allow()), null),
        (_, Verdict.AllowChanged changed) => Changed(input, changed),
        (_, Verdict.AllowAlways always) => Always(request, always, projectPath),
        _ => (null, "This answer does not fit this request."),
    };

    private static (Ruling?, string?) Deny(Verdict.Deny deny)
    {
        if (deny.Message is { } words && (words.Length > MessageLimit || words.Contains('\0', StringComparison.Ordinal)))
        {
            return (null, $"A message to the agent has at most {MessageLimit} characters and no NUL.");
        }

        var message = string.IsNullOrWhiteSpace(deny.Message) ? DeniedHere : deny.Message;
        return (new Ruling(PermissionStatus.Denied, HookAnswer.Deny(message, deny.Stop)) { Message = deny.Message, EndsTurn = deny.Stop }, null);
    }

    private static (Ruling?, string?) Changed(JsonElement asked, Verdict.AllowChanged changed)
    {
        using var document = JsonDocument.Parse(changed.InputJson);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            return (null, "What would be allowed instead must be a JSON object.");
        }

        return JsonText.Same(asked, changed.InputJson)
            ? (new Ruling(PermissionStatus.Allowed, HookAnswer.Allow()), null)
            : (new Ruling(PermissionStatus.Allowed, HookAnswer.AllowWith(document.RootElement)) { ChangedInputJson = changed.InputJson }, null);
    }

    private static (Ruling?, string?) Always(PermissionRequest request, Verdict.AllowAlways always, string projectPath)
    {
        var offer = RuleOffers.For(request, projectPath).FirstOrDefault(one => one.Scope == always.Scope && one.Value == always.Value && one.Reaches.Contains(always.Reach));
        if (offer is null)
        {
            return (null, "This rule was not offered for this request.");
        }

        var answer = always.Reach is RuleReach.Project ? HookAnswer.AllowAlways(offer.Tool, offer.ClaudeContent!, "localSettings") : HookAnswer.Allow();
        return (new Ruling(PermissionStatus.Allowed, answer) { Rule = offer, Reach = always.Reach }, null);
    }

    private static (Ruling?, string?) Answered(JsonElement input, Verdict.Answer answer)
    {
        var questions = QuestionSet.Of(input);
        if (questions.Problem(answer.Answers) is { } problem)
        {
            return (null, problem);
        }

        var text = HookAnswer.AnswerQuestions(input, questions.AsClaudeWritesThem(answer.Answers));
        using var written = JsonDocument.Parse(text);
        return (new Ruling(PermissionStatus.Allowed, text) { ChangedInputJson = UpdatedInput(written.RootElement) }, null);
    }

    private static string UpdatedInput(JsonElement answer) =>
        answer.GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("updatedInput").GetRawText();
}
