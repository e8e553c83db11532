using Chorus.Claude;
using Chorus.Events;

namespace Chorus.Permissions.Rules;

/// <summary>What became of a wish to revoke a rule.</summary>
public enum RevokeOutcome
{
    Revoked,
    NotFound,
    /// <summary>It stands in a file that others share or that is the user's own; Chorus does not write there.</summary>
    NotOurs,
}

/// <summary>Knows all rules: says which one speaks for a question, what a new one would have covered, and takes rules back.</summary>
public sealed class RuleBook(RuleStore store, PermissionStore requests, ClaudeRuleFiles files, EventBus events, TimeProvider clock)
{
    /// <summary>How many past requests a new rule is held against.</summary>
    public const int HistoryLimit = 500;

    /// <summary>The rule that allows this question; null when the user has to.</summary>
    public PermissionRule? RuleFor(PermissionQuestion question)
    {
        if (question.Kind is not PermissionKind.Tool)
        {
            return null;
        }

        var call = ToolCall.Read(question.Tool, question.InputJson, question.Cwd);
        // A rule of the project is Claude Code's to apply: if it asks nevertheless, it has its reasons.
        return store.ValidOf(RuleMatch.Family(question.Tool)).FirstOrDefault(rule =>
            rule.Reach is not RuleReach.Project && rule.Reaches(question.TaskId, question.ClaudeSessionId) && RuleMatch.Covers(rule.Tool, rule.Scope, rule.Value, call));
    }

    /// <summary>Notes the use of a project's rule: Claude Code applies it without asking, but tells of the call.</summary>
    public async Task ObserveAsync(HookPayload payload, CancellationToken cancellationToken)
    {
        if (payload is not { EventName: "PreToolUse", ToolName: { } tool, ToolInput: { } input })
        {
            return;
        }

        var rules = store.ValidOf(RuleMatch.Family(tool)).Where(rule => rule.Reach is RuleReach.Project).ToList();
        if (rules.Count == 0)
        {
            return;
        }

        var call = ToolCall.Read(tool, input.GetRawText(), payload.Cwd ?? "");
        foreach (var rule in rules.Where(rule => RuleMatch.Covers(rule.Tool, rule.Scope, rule.Value, call)))
        {
            await store.UseAsync(rule.Id, clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>How many of the newest requests for the same tools each offer would have covered, and of how many.</summary>
    public (IReadOnlyList<int> Covered, int Of) HeldAgainstHistory(string tool, IReadOnlyList<RuleOffer> offers)
    {
        var past = requests.NewestOf(RuleMatch.Family(tool) == RuleMatch.EditTools ? ["Edit", "MultiEdit", "Write", "NotebookEdit"] : [tool], HistoryLimit)
            .Select(request => ToolCall.Read(request.Tool, request.InputJson, request.Cwd)).ToList();
        return ([.. offers.Select(offer => past.Count(call => RuleMatch.Covers(offer.Tool, offer.Scope, offer.Value, call)))], past.Count);
    }

    /// <summary>Takes a rule of Chorus back. It allows nothing any more when this returns.</summary>
    public async Task<RevokeOutcome> RevokeAsync(long id, CancellationToken cancellationToken)
    {
        if (store.Find(id) is not { RevokedAt: null } rule)
        {
            return RevokeOutcome.NotFound;
        }

        if (rule is { Reach: RuleReach.Project, ClaudeRule: { } text })
        {
            files.RemoveLocal(text);
        }

        await store.RevokeAsync(id, clock.GetUtcNow(), cancellationToken);
        events.Publish(ChangeKind.Rule, rule.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return RevokeOutcome.Revoked;
    }

    /// <summary>Takes a rule back that Claude Code keeps and Chorus did not make.</summary>
    public async Task<RevokeOutcome> RevokeAsync(string origin, string text, CancellationToken cancellationToken)
    {
        if (files.Allowed().All(rule => rule.Text != text || rule.Origin != origin))
        {
            return RevokeOutcome.NotFound;
        }

        if (origin != "local" || !files.RemoveLocal(text))
        {
            return RevokeOutcome.NotOurs;
        }

        foreach (var rule in store.Valid().Where(rule => rule.Reach is RuleReach.Project && rule.ClaudeRule == text))
        {
            await store.RevokeAsync(rule.Id, clock.GetUtcNow(), cancellationToken);
        }

        events.Publish(ChangeKind.Rule, "");
        return RevokeOutcome.Revoked;
    }
}
