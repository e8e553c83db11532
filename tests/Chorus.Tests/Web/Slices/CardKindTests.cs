using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Tasks;
using Chorus.Tests.Web.Views;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

/// <summary>Each kind of request has a card of its own: a tool call, questions, a plan.</summary>
public sealed class CardKindTests
{
    private const string TwoQuestions = """
        {"questions":[
          {"question":"Which database?","header":"Database","multiSelect":false,"options":[{"label":"SQLite","description":"One file"},{"label":"Postgres, please","description":""}]},
          {"question":"Which checks?","header":"","multiSelect":true,"options":[{"label":"Lint"},{"label":"Types"}]}]}
        """;

    [Fact]
    public async Task A_command_shows_its_parts()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"npm ci && rm -rf \"$HOME\" > $(mktemp)"}""");
        Assert.Equal(["npm", "rm"], card.QuerySelectorAll(".sh-run").Select(part => part.TextContent));
        Assert.Equal(["&&", ">"], card.QuerySelectorAll(".sh-op").Select(part => part.TextContent));
        Assert.Equal("$(mktemp)", card.QuerySelector(".sh-fill")!.TextContent);
    }

    [Fact]
    public async Task A_tool_call_is_allowed_denied_answered_changed_or_ruled()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"ls"}""");
        Assert.Equal(["deny", "change", "always"], card.QuerySelectorAll(".acts [data-opens]").Select(button => button.GetAttribute("data-opens")));
        Assert.All(card.QuerySelectorAll("[data-opens]"), button => Assert.Equal(card.QuerySelector($"[data-panel-name={button.GetAttribute("data-opens")}]")!.Id, button.GetAttribute("aria-controls")));
        Assert.Equal("ls", card.QuerySelector("textarea[name='change.command']")!.TextContent);
        Assert.Equal("/permissions/q1/rules", card.QuerySelector("[data-panel-name=always]")!.GetAttribute("hx-get"));
        Assert.Equal("true", card.QuerySelector("button[name=interrupt]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_has_no_single_text_is_changed_as_JSON() =>
        Assert.Equal("""{"a":1}""", (await Card.ShowAsync("mcp__x__y", """{"a":1}""")).QuerySelector("textarea[name=inputJson]")!.TextContent);

    [Fact]
    public async Task What_hides_something_cannot_be_changed_where_it_would_hide_again() =>
        Assert.Empty((await Card.ShowAsync("Bash", """{"command":"echo a\u200bb"}""")).QuerySelectorAll("[data-opens=change], [data-panel-name=change]"));

    [Fact]
    public async Task An_edit_shows_the_change_in_the_file_and_not_its_texts_again()
    {
        var change = new FileChange(false, 1, 1, "", [new(" ", 1, 1, "a"), new("-", 2, null, "b = 1"), new("+", null, 2, "b = 2"), new(" ", 3, 3, "<c>")]);
        var request = Card.Request("Edit", """{"file_path":"/srv/a.ts","old_string":"b = 1","new_string":"b = 2","replace_all":true}""") with { PreviewJson = change.ToJson() };
        var card = await Card.ShowAsync(request);
        Assert.Equal("/srv/a.ts", card.QuerySelector(".file-head b")!.TextContent);
        Assert.Equal("+1 −1", card.QuerySelector(".file-head .num")!.TextContent);
        Assert.Equal([" 1 1 a", "del 2  −b = 1", "add  2 +b = 2", " 3 3 <c>"], card.QuerySelectorAll(".diff tr").Select(row => $"{row.ClassName} {string.Join(' ', row.Children.Take(2).Select(cell => cell.TextContent))} {row.Children[2].TextContent.Trim()}{row.Children[3].TextContent}"));
        Assert.Equal(["1"], card.QuerySelectorAll("del").Select(part => part.TextContent));
        Assert.Equal(["2"], card.QuerySelectorAll("ins").Select(part => part.TextContent));
        Assert.Empty(card.QuerySelectorAll(".fact pre"));
        Assert.Contains("yes", card.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("old_string", card.QuerySelector(".raw pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_change_is_folded_and_must_be_opened_before_Allow()
    {
        var change = new FileChange(true, 400, 0, "", [.. Enumerable.Range(1, 400).Select(number => new ChangedLine("+", null, number, "x"))]);
        var card = await Card.ShowAsync(Card.Request("Write", """{"file_path":"a","content":"x"}""") with { PreviewJson = change.ToJson() });
        Assert.Equal("100 more lines", card.QuerySelector("details[data-must-read] summary")!.TextContent.Trim());
        Assert.All(card.QuerySelectorAll("[data-allow]"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Contains("new file", card.QuerySelector(".file-head")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_odd_about_a_change_is_said()
    {
        var change = new FileChange(false, 0, 0, "The text to replace is not in the file.", []);
        Assert.Equal(change.Note, (await Card.ShowAsync(Card.Request("Edit", """{"file_path":"a"}""") with { PreviewJson = change.ToJson() })).QuerySelector(".file-note")!.TextContent);
    }

    [Fact]
    public async Task Questions_are_answered_by_options_or_own_words()
    {
        var card = await Card.ShowAsync("AskUserQuestion", TwoQuestions, PermissionKind.Question);
        Assert.Equal("Answer two questions", card.QuerySelector("h2")!.TextContent.Trim());
        var inputs = card.QuerySelectorAll(".choice > input:not(.field)").ToList();
        Assert.Equal(["radio answer.0 SQLite", "radio answer.0 Postgres, please", "radio answer.0 ", "checkbox answer.1 Lint", "checkbox answer.1 Types", "checkbox answer.1 "],
            inputs.Select(input => $"{input.GetAttribute("type")} {input.GetAttribute("name")} {input.GetAttribute("value")}"));
        Assert.Equal(["other.0", "other.1"], card.QuerySelectorAll(".choice-own .field").Select(field => field.GetAttribute("name")));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], card.QuerySelectorAll(".choice kbd").Select(key => key.TextContent));
        var send = card.QuerySelector("[data-answer]")!;
        Assert.Equal(card.QuerySelector("[data-questions]")!.Id, send.GetAttribute("form"));
        Assert.Null(card.QuerySelector("[data-opens=always], [data-opens=change]"));
    }

    [Fact]
    public async Task Questions_nobody_can_read_can_still_be_answered_in_words_or_denied()
    {
        var card = await Card.ShowAsync("AskUserQuestion", """{"questions":"none","more":1}""", PermissionKind.Question);
        Assert.NotNull(card.QuerySelector("[data-deny]"));
        Assert.NotNull(card.QuerySelector("[data-panel-name=deny] textarea[name=message]"));
        Assert.Contains("none", card.QuerySelector(".raw")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_shown_as_text_and_started_in_one_of_two_ways_or_sent_back()
    {
        var card = await Card.ShowAsync("ExitPlanMode", """{"plan":"# Plan\n\n- one\n- <img src=x onerror=1>"}""", PermissionKind.Plan);
        Assert.Equal("Plan", card.QuerySelector(".plan h1")!.TextContent);
        Assert.Empty(card.QuerySelectorAll("img"));
        Assert.NotNull(card.QuerySelector(".plan")!.Closest("[hx-ignore]"));
        Assert.Equal(["Start, ask before edits a", "Start, accept edits"], card.QuerySelectorAll("[data-allow]").Select(button => button.TextContent.Trim()));
        Assert.Equal("true", card.QuerySelector("[name=acceptEdits]")!.GetAttribute("value"));
        Assert.Equal("Send back", card.QuerySelector("[data-panel-name=deny] .btn-solid")!.TextContent);
    }

    [Fact]
    public async Task A_plan_too_long_to_be_shown_at_once_is_still_whole()
    {
        var plan = string.Join("\n\n", Enumerable.Range(1, 2000).Select(number => $"Step {number}: look at it."));
        var card = await Card.ShowAsync("ExitPlanMode", new JsonObject { ["plan"] = plan }.ToJsonString(), PermissionKind.Plan);
        Assert.EndsWith("Step 2000: look at it.", card.QuerySelector(".plan")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_it_is_asked_and_whom_it_holds_up_stand_with_it()
    {
        var facts = Sample.Facts(1);
        var request = facts.Open[0];
        var card = (await Html.PageAsync(DecisionCard.Create(DecisionSlotView.From(facts.ChosenTask!, facts, Sample.Now)))).QuerySelector(".decision")!;
        Assert.Equal(request.Id, card.Id![4..]);
        Assert.Contains(card.QuerySelectorAll(".facts div"), fact => fact.TextContent == "Holds upRemove legacy coupon engine");
        Assert.Contains(card.QuerySelectorAll(".facts div"), fact => fact.TextContent == "Why askedno rule covers this");
        Assert.Contains("1 of 2", card.QuerySelector(".pager")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_offered_with_what_it_would_have_covered()
    {
        var offers = RuleOffers.For(Card.Request("Bash", """{"command":"npm test -- totals"}""") with { Cwd = "/srv/app" }, "/srv/app");
        var panel = await PanelAsync(AlwaysView.From(Card.Request("Bash", "{}"), offers, [.. offers.Select((_, index) => index)], 12, "storefront"));
        Assert.Equal(offers.Count, panel.QuerySelectorAll("input[name=rule]").Length);
        Assert.Equal("would have answered 1 of the last 12 requests of this kind", panel.QuerySelectorAll(".opts small")[offers[0].ClaudeRule is null ? 1 : 2].TextContent);
        Assert.Equal(["session", "task", "project"], panel.QuerySelectorAll("input[name=reach]").Select(input => input.GetAttribute("value")));
        Assert.Equal("task", panel.QuerySelector("input[name=reach][checked]")!.GetAttribute("value"));
        Assert.Equal("allow", panel.QuerySelector("input[name=decision]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Where_no_rule_can_be_made_the_panel_says_so()
    {
        var panel = await PanelAsync(AlwaysView.From(Card.Request("Bash", "{}"), [], [], 0, "storefront"));
        Assert.Contains("No rule can be made", panel.TextContent, StringComparison.Ordinal);
        Assert.Null(panel.QuerySelector("[type=submit]"));
    }

    [Fact]
    public async Task The_very_same_requests_of_other_tasks_can_be_answered_along()
    {
        var request = Card.Request("Bash", """{"command":"npm ci"}""");
        Assert.Empty((await Card.ShowAsync(request)).QuerySelectorAll("[name=also]"));
        var facts = Sample.Facts(1) with { Open = [request, request with { Id = "q2", TaskId = new TaskId(2), Hash = "h2" }, request with { Id = "q3", TaskId = new TaskId(3), InputJson = "{}" }, request with { Id = "q5", TaskId = new TaskId(5), Hash = "h5" }] };
        var card = (await Html.PageAsync(DecisionCard.Create(DecisionSlotView.From(facts.ChosenTask!, facts, Sample.Now)))).QuerySelector(".decision")!;
        Assert.Equal(["q2:h2 q5:h5", "q2:h2 q5:h5"], card.QuerySelectorAll("input[name=also]").Select(box => box.GetAttribute("value")));
        Assert.Equal("Answer the same request of two other tasks, tooFix double charge on retry, Flaky e2e: guest checkout", card.QuerySelector(".alike span")!.TextContent.Trim());
    }

    private static async Task<IElement> PanelAsync(AlwaysView view) => (await Html.PageAsync(AlwaysPanel.Create(view))).QuerySelector("form")!;
}
