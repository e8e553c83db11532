using Chorus.Configuration;
using Chorus.Tests.Web.Views;
using Chorus.Web.Slices.Access;
using Chorus.Web.Slices.Board;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Slices.Shared;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

public sealed class PageTests
{
    [Fact]
    public async Task The_title_carries_the_count_of_those_who_need_you()
    {
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(Sample.Facts(5), Sample.Now)));
        Assert.Equal("(2) Flaky e2e: guest checkout · Chorus", page.Title);
        Assert.Equal("/events?task=5", page.QuerySelector("#live")!.GetAttribute("hx-sse:connect"));
    }

    [Fact]
    public async Task Every_task_has_one_row_with_its_id()
    {
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(Sample.Facts(5), Sample.Now)));
        foreach (var task in Sample.Facts().Tasks)
        {
            Assert.Single(page.QuerySelectorAll($"#task-{task.Id}"));
        }

        Assert.Equal("Flaky e2e: guest checkout", page.QuerySelector("#list [aria-current] b")!.TextContent);
    }

    [Fact]
    public async Task No_id_stands_twice_on_a_page()
    {
        var page = await Html.PageAsync(InboxPage.Create(InboxPageView.From(Sample.Facts(1) with { Screen = "x" }, Sample.Now, isAskedFor: true)));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task A_pending_task_offers_to_start_to_edit_and_to_delete()
    {
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(Sample.Facts(9), Sample.Now)));
        Assert.Equal("/tasks/9/run", page.QuerySelector("#do-play")!.GetAttribute("hx-post"));
        Assert.Equal("/tasks/9", page.QuerySelector("#do-delete")!.GetAttribute("hx-delete"));
        Assert.Equal("/tasks/9", page.QuerySelector("#task-form")!.GetAttribute("hx-put"));
        Assert.Equal("Delete it once the tax service is live.\n\nKeep the data.", page.QuerySelector("textarea[name=brief]")!.TextContent);
        Assert.True(page.QuerySelector("input[name=after][value='1']")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task A_running_task_offers_to_stop_and_to_finish_but_not_to_delete()
    {
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(Sample.Facts(5), Sample.Now)));
        Assert.Equal("/tasks/5/run", page.QuerySelector("#do-stop")!.GetAttribute("hx-delete"));
        Assert.Equal("/tasks/5/interrupt", page.QuerySelector("#do-pause")!.GetAttribute("hx-post"));
        Assert.Equal(["completed", "failed"], page.QuerySelectorAll("button[name=outcome]").Select(button => button.GetAttribute("value")));
        Assert.Null(page.QuerySelector("#do-delete"));
    }

    [Fact]
    public async Task Hostile_titles_and_screens_stay_text()
    {
        const string evil = "\"><img src=x onerror=fetch('/xss')></title><svg onload=1>{{7*7}}";
        var task = Sample.Running(1, evil, Chorus.Claude.ClaudeActivity.Busy, detail: evil) with { Brief = evil };
        var facts = Sample.Facts(1) with
        {
            Tasks = [task],
            Open = [Sample.Request(1, "q", evil, $"{{\"{evil.Replace("\"", "\\\"", StringComparison.Ordinal)}\":\"</pre><script>1</script>\"}}", evil)],
            Screen = evil,
            Project = evil,
            Events = [new StatusEventView(Sample.Now, evil, evil, evil, evil, evil)],
        };
        foreach (var tab in Enum.GetValues<TaskTab>())
        {
            var page = await Html.PageAsync(BoardPage.Create(BoardView.From(facts with { Sight = facts.Sight with { Tab = tab } }, Sample.Now)));
            Assert.Empty(page.QuerySelectorAll("img, script:not([src]), svg[onload], [onerror]"));
            Assert.Contains(evil, page.QuerySelector("#task-head h1")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_project_says_what_to_do_next()
    {
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(Sample.Facts() with { Tasks = [], Open = [] }, Sample.Now, asList: true)));
        Assert.Equal("/tasks/new", page.QuerySelector(".blank a.btn")!.GetAttribute("href"));
        Assert.Equal("Nothing needs you", page.QuerySelector("#inbox-title")!.TextContent);
    }

    [Fact]
    public async Task A_new_task_is_posted_with_the_configured_defaults()
    {
        var options = new ChorusOptions { Claude = new ClaudeOptions { PermissionMode = "dontAsk", Model = "opus" } };
        var page = await Html.PageAsync(TaskFormPage.Create(TaskFormPageView.New(Sample.Facts(), options)));
        Assert.Equal("/tasks", page.QuerySelector("#task-form")!.GetAttribute("hx-post"));
        Assert.Equal("dontAsk", page.QuerySelector("input[name=permissionMode][checked]")!.GetAttribute("value"));
        Assert.Equal("opus", page.QuerySelector("input[name=model]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_login_page_opens_no_stream_and_shows_no_count()
    {
        var page = await Html.PageAsync(LoginPage.Create(LoginView.For("storefront", "That token is not right.")));
        Assert.Null(page.QuerySelector("#live"));
        Assert.Null(page.QuerySelector(".dock"));
        Assert.Equal("That token is not right.", page.QuerySelector("#login-problem")!.TextContent);
    }

    [Fact]
    public async Task A_live_fragment_is_the_markup_of_the_page()
    {
        var facts = Sample.Facts(1) with { Screen = "\x1b[32mok\x1b[0m" };
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(facts, Sample.Now)));
        var live = await Html.TextAsync(LiveFragments.Create(LiveView.From(facts, LiveParts.All & ~LiveParts.Why, Sample.Now)));
        foreach (var id in new[] { "bar-status", "badge", "task-head", "say-queue", "say-hint", "decision", "screen" })
        {
            var start = live.IndexOf($"<hx-partial hx-target=\"#{id}\" hx-swap=\"outerMorph\">", StringComparison.Ordinal);
            Assert.True(start >= 0, id);
            var fragment = live[(live.IndexOf('>', start) + 1)..live.IndexOf("</hx-partial>", start, StringComparison.Ordinal)];
            var parsed = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(fragment);
            Assert.Equal(page.QuerySelector($"#{id}")!.OuterHtml, parsed.QuerySelector($"#{id}")!.OuterHtml);
        }
    }

    [Fact]
    public async Task A_deleted_task_tells_whoever_looks_at_it() =>
        Assert.Contains("This task was deleted", await Html.TextAsync(LiveFragments.Create(LiveView.From(Sample.Facts(99), LiveParts.All, Sample.Now))), StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_stale_means_nothing_sent() =>
        Assert.Equal("", (await Html.TextAsync(LiveFragments.Create(LiveView.From(Sample.Facts(1), LiveParts.None, Sample.Now)))).Trim());
}
