using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions.Rules;

namespace Chorus.Web.Json;

/// <summary>A rule that could be made from a request.</summary>
/// <param name="Covered">How many of the <paramref name="Of"/> newest requests for the same tools it would have covered.</param>
public sealed record RuleOfferJson(string Scope, string Value, string Words, string? ClaudeRule, IReadOnlyList<string> Reaches, int Covered, int Of)
{
    public static RuleOfferJson From(RuleOffer offer, int covered, int of) => new(
        Events.Words.Of(offer.Scope), offer.Value, offer.Words, offer.ClaudeRule, [.. offer.Reaches.Select(reach => Events.Words.Of(reach))], covered, of);
}

/// <summary>A rule that holds.</summary>
/// <param name="Id">Null for one that Claude Code keeps and Chorus did not make.</param>
/// <param name="Origin">chorus, local, project or user: who made it, or whose file it stands in.</param>
/// <param name="Rule">In Claude Code's words where there are some, else in Chorus' own.</param>
/// <param name="MadeFrom">The request it was made from; null when it is not known.</param>
/// <param name="LastUsedAt">Null when it was not used, or when nobody tells.</param>
/// <param name="Uses">Null when nobody tells.</param>
/// <param name="Revocable">Whether Chorus can take it back.</param>
public sealed record RuleJson(
    long? Id, string Origin, string Reach, long? TaskId, string? Scope, string? Value, string Rule, string? MadeFrom, string? MadeBy, DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt, int? Uses, bool Revocable)
{
    /// <summary>Chorus' rules, then those that only stand in Claude Code's files.</summary>
    public static IReadOnlyList<RuleJson> All(IReadOnlyList<PermissionRule> own, IReadOnlyList<ClaudeRule> files)
    {
        var known = own.Where(rule => rule.Reach is RuleReach.Project).Select(rule => rule.ClaudeRule).ToHashSet();
        return [.. own.Select(From), .. files.Where(rule => rule.Origin != "local" || !known.Contains(rule.Text)).Select(From)];
    }

    private static RuleJson From(PermissionRule rule) => new(
        rule.Id, "chorus", Words.Of(rule.Reach), rule.Task?.Value, Words.Of(rule.Scope), rule.Value, rule.ClaudeRule ?? $"{rule.Tool}: {rule.Value}", rule.MadeFrom, rule.MadeBy, rule.CreatedAt, rule.LastUsedAt, rule.Uses, Revocable: true);

    private static RuleJson From(ClaudeRule rule) => new(
        null, rule.Origin, rule.Origin == "user" ? "user" : "project", null, null, null, rule.Text, null, null, null, null, null, Revocable: rule.Origin == "local");
}

/// <summary>Body of DELETE /rules: a rule that Claude Code keeps, by its words.</summary>
public sealed record ForeignRuleRequest(string? Origin, string? Rule);
