using Chorus.Claude;
using Chorus.Permissions.Rules;
using Chorus.Tasks;
using Chorus.Tests.Web.Views;
using Chorus.Web.Slices.Rules;
using Chorus.Web.Slices.Shared;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

public sealed class RulesPageTests
{
    private static readonly PermissionRule Prefix = new()
    {
        Id = 7,
        Reach = RuleReach.Task,
        Task = new TaskId(5),
        ClaudeSessionId = null,
        Tool = "Bash",
        Scope = RuleScope.CommandPrefix,
        Value = "npm test",
        ClaudeRule = "Bash(npm test *)",
        MadeFrom = "Bash: npm test -- totals",
        MadeBy = "browser",
        CreatedAt = Sample.Now.AddHours(-2),
        LastUsedAt = Sample.Now.AddMinutes(-3),
        Uses = 14,
    };

    [Fact]
    public async Task A_rule_says_what_it_allows_for_whom_where_it_comes_from_and_when_it_was_used()
    {
        var row = (await PageAsync([Prefix], [])).QuerySelector("#rule-7")!;
        Assert.Equal("Bash: npm test with any arguments", row.QuerySelector("b")!.TextContent);
        Assert.Equal("Bash(npm test *)", row.QuerySelector("code")!.TextContent);
        Assert.Equal(["Flaky e2e: guest checkout · made 2 h ago in the browser from “Bash: npm test -- totals”", "used 14 times, last 3 min ago"], row.QuerySelectorAll("small").Select(line => line.TextContent));
        Assert.Equal("/rules/7", row.QuerySelector("form")!.GetAttribute("hx-delete"));
        Assert.Equal("Revoke Bash: npm test with any arguments", row.QuerySelector("button")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Rules_stand_by_their_reach_the_widest_first()
    {
        var page = await PageAsync(
            [Prefix, Prefix with { Id = 8, Reach = RuleReach.Session, Uses = 0 }, Prefix with { Id = 9, Reach = RuleReach.Project, Uses = 1 }],
            [new ClaudeRule("user", "/home/u/.claude/settings.json", "Bash(ls *)"), new ClaudeRule("local", "x", "Bash(npm test *)"), new ClaudeRule("local", "x", "WebFetch(domain:example.com)"), new ClaudeRule("project", "x", "Read(docs/**)")]);
        Assert.Equal(["For the whole project", "For one task", "For one conversation", "Yours, in every project"], page.QuerySelectorAll("h2").Where(title => title.Closest(".rule-group") is not null).Select(title => title.TextContent));
        var project = page.QuerySelectorAll(".rule-group")[0];
        // What Chorus made stands in Claude Code's file as well, but is one rule.
        Assert.Equal(["Bash: npm test with any arguments", "WebFetch(domain:example.com)", "Read(docs/**)"], project.QuerySelectorAll("b").Select(words => words.TextContent));
        Assert.Equal(["/rules/9", "/rules"], project.QuerySelectorAll("form").Select(form => form.GetAttribute("hx-delete")));
        Assert.Equal("WebFetch(domain:example.com)", project.QuerySelector("input[name=rule]")!.GetAttribute("value"));
        Assert.Contains("take it out there", page.QuerySelectorAll(".rule-group")[3].TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelectorAll(".rule-group")[3].QuerySelector("form"));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Without_rules_the_page_says_so() => Assert.Contains("No rules.", (await PageAsync([], [])).QuerySelector("#rules")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task A_revoked_rule_leaves_the_open_page()
    {
        var facts = Facts([Prefix], []);
        Assert.Contains("hx-target=\"#rules\"", await Html.TextAsync(LiveFragments.Create(LiveView.From(facts, LiveParts.Rules, Sample.Now))), StringComparison.Ordinal);
        Assert.DoesNotContain("#rules", await Html.TextAsync(LiveFragments.Create(LiveView.From(facts with { Sight = new Sight() }, LiveParts.All, Sample.Now))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RuleScope.ExactCommand, "Bash: x")]
    [InlineData(RuleScope.ExactPath, "Changes to x")]
    [InlineData(RuleScope.Folder, "Changes to any file in x/")]
    [InlineData(RuleScope.Host, "Bash: any page of x")]
    [InlineData(RuleScope.AnyInput, "Bash with any input")]
    [InlineData(RuleScope.ExactInput, "Bash with exactly this input: x")]
    public void Every_scope_has_its_words(RuleScope scope, string words) => Assert.Equal(words, RuleWords.Of(Prefix with { Scope = scope, Value = "x" }));

    private static BoardFacts Facts(IReadOnlyList<PermissionRule> own, IReadOnlyList<ClaudeRule> files) => Sample.Facts() with { Rules = new RuleFacts(own, files), Sight = new Sight { Place = Place.Rules } };

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(IReadOnlyList<PermissionRule> own, IReadOnlyList<ClaudeRule> files) =>
        await Html.PageAsync(RulesPage.Create(RulesPageView.From(Facts(own, files), Sample.Now)));
}
