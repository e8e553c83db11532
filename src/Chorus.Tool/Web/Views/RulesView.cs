using System.Globalization;
using Chorus.Claude;
using Chorus.Permissions.Rules;
using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>All rules, by how far they reach.</summary>
public sealed record RulesView(IReadOnlyList<RuleGroupView> Groups)
{
    public static RulesView From(BoardFacts facts, DateTimeOffset now)
    {
        var (own, files) = (facts.Rules?.Own ?? [], facts.Rules?.Files ?? []);
        var known = own.Where(rule => rule.Reach is RuleReach.Project).Select(rule => rule.ClaudeRule).ToHashSet();
        return new RulesView(
        [
            .. new[]
            {
                new RuleGroupView("For the whole project", "Claude Code applies these itself, without asking Chorus.", [.. Own(RuleReach.Project), .. files.Where(rule => rule.Origin == "project" || (rule.Origin == "local" && !known.Contains(rule.Text))).Select(RuleRow.Of)]),
                new RuleGroupView("For one task", "They end with their task.", Own(RuleReach.Task)),
                new RuleGroupView("For one conversation", "They end with /clear or a new conversation.", Own(RuleReach.Session)),
                new RuleGroupView("Yours, in every project", "They stand in your own Claude Code settings.", [.. files.Where(rule => rule.Origin == "user").Select(RuleRow.Of)]),
            }.Where(group => group.Rows.Count > 0),
        ]);

        IReadOnlyList<RuleRow> Own(RuleReach reach) => [.. own.Where(rule => rule.Reach == reach).Select(rule => RuleRow.Of(rule, facts, now))];
    }
}

/// <summary>Rules of one reach.</summary>
public sealed record RuleGroupView(string Title, string Note, IReadOnlyList<RuleRow> Rows);

/// <summary>One rule: what it allows, where it comes from, and how it is taken back.</summary>
/// <param name="Claude">The same in Claude Code's words; null when it has none.</param>
/// <param name="Uses">When and how often it answered; empty when nobody tells.</param>
/// <param name="RevokeUrl">Null where Chorus does not write.</param>
/// <param name="Foreign">What names it in the body of the request, for a rule that Chorus did not make.</param>
public sealed record RuleRow(string ElementId, VisibleText Words, VisibleText? Claude, string Origin, string Uses, string? RevokeUrl, ClaudeRule? Foreign)
{
    internal static RuleRow Of(PermissionRule rule, BoardFacts facts, DateTimeOffset now)
    {
        var task = facts.Tasks.FirstOrDefault(one => one.Id == rule.Task);
        var owner = rule.Reach is RuleReach.Project || task is null ? "" : $"{UntrustedText.VisibleLine(task.Title)} · ";
        return new RuleRow(
            string.Create(CultureInfo.InvariantCulture, $"rule-{rule.Id}"),
            VisibleText.Of(RuleWords.Of(rule)),
            rule.ClaudeRule is { } text ? VisibleText.Of(text) : null,
            $"{owner}made {Ages.Words(rule.CreatedAt, now)} ago in the {(rule.MadeBy == "cli" ? "command line" : "browser")} from “{UntrustedText.VisibleLine(rule.MadeFrom)}”",
            UsesWords(rule, now),
            string.Create(CultureInfo.InvariantCulture, $"/rules/{rule.Id}"),
            Foreign: null);
    }

    internal static RuleRow Of(ClaudeRule rule, int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"rule-{rule.Origin}-{index}"),
        VisibleText.Of(rule.Text),
        Claude: null,
        rule.Origin switch
        {
            "local" => "in .claude/settings.local.json, not made by Chorus",
            "project" => "in .claude/settings.json, which the project shares; take it out there",
            _ => $"in {rule.File}; take it out there",
        },
        Uses: "",
        rule.Origin == "local" ? "/rules" : null,
        rule);

    private static string UsesWords(PermissionRule rule, DateTimeOffset now) => rule switch
    {
        { Uses: 0 } => "not used yet",
        { Uses: 1, LastUsedAt: { } last } => $"used once, {Ages.Words(last, now)} ago",
        { LastUsedAt: { } last } => string.Create(CultureInfo.InvariantCulture, $"used {rule.Uses} times, last {Ages.Words(last, now)} ago"),
        _ => "",
    };
}

/// <summary>The page of all rules.</summary>
public sealed record RulesPageView(PageView Page, RulesView Rules)
{
    public static RulesPageView From(BoardFacts facts, DateTimeOffset now) =>
        new(new PageView { Title = "Rules", Bar = facts.Bar, Place = "rules", Sight = facts.Sight }, RulesView.From(facts, now));
}
