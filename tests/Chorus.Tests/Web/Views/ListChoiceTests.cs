using Chorus.Tasks;
using Chorus.Web.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Chorus.Tests.Web.Views;

/// <summary>What the address says of the list is what the list shows.</summary>
public sealed class ListChoiceTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?q=tax&state=your-turn&sort=title", "?q=tax&state=your-turn&sort=title")]
    [InlineData("?q=%20a%20b%20&sort=priority", "?q=a%20b")]
    [InlineData("?state=nobody&sort=3&q=", "")]
    [InlineData("?sort=Age&state=NEEDS-YOU", "")]
    [InlineData("?q=%26state%3Ddone", "?q=%26state%3Ddone")]
    public void An_address_is_read_and_written_and_what_is_not_understood_left_out(string query, string written)
    {
        var sight = Sight.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), new TaskId(5));
        Assert.Equal("/tasks/5" + written, sight.TaskUrl(new TaskId(5)));
        Assert.Equal("/" + written, sight.ListUrl);
        Assert.Equal(sight with { Task = new TaskId(5) }, Sight.Read(new QueryCollection(QueryHelpers.ParseQuery(new Uri("http://x" + sight.StreamUrl).Query))));
    }

    [Theory]
    [InlineData("?tab=history", TaskTab.History)]
    [InlineData("?tab=Brief", TaskTab.Brief)]
    [InlineData("?tab=7", TaskTab.Session)]
    [InlineData("?tab=nothing", TaskTab.Session)]
    public void A_tab_is_read(string query, TaskTab tab) => Assert.Equal(tab, Sight.Read(new QueryCollection(QueryHelpers.ParseQuery(query))).Tab);

    [Theory]
    [InlineData("tax", "1 9")]
    [InlineData("TAX service", "1 9")]
    [InlineData("pnpm e2e", "5")]
    [InlineData("#7", "7")]
    [InlineData("#70", "")]
    [InlineData("nothing like it", "")]
    public void Every_word_must_stand_in_title_reason_stack_or_number(string text, string ids) =>
        Assert.Equal(ids, Ids(List(new ListChoice(text, Group: null, ListOrder.Priority))));

    [Fact]
    public void One_state_is_listed_alone_and_the_rest_is_counted()
    {
        var list = List(ListChoice.All with { Group = BoardGroup.Working });
        Assert.Equal("5 6", Ids(list));
        Assert.Equal(10, list.Hidden);
        Assert.Equal("Two need you", list.Sentence);
    }

    [Fact]
    public void Urgent_tasks_stand_first_then_those_that_are_in_their_state_longest()
    {
        var facts = Sample.Facts() with
        {
            Open = [],
            Tasks = [Working(1, 10), Working(2, 300), Working(3, 20) with { Priority = 1 }, Working(4, 100)],
        };
        Assert.Equal("3 2 4 1", Ids(ListView.From(facts, Sample.Now)));
        Assert.Equal("2 4 3 1", Ids(ListView.From(Sorted(facts, ListOrder.Age), Sample.Now)));
        Assert.Equal("4 3 2 1", Ids(ListView.From(Sorted(facts, ListOrder.Newest), Sample.Now)));
    }

    [Fact]
    public void The_queue_stands_in_the_order_in_which_it_starts_unless_somebody_looks_for_names()
    {
        var facts = Sample.Facts() with { Open = [], Tasks = [Queued(3, "b"), Queued(1, "c"), Queued(2, "a")] };
        Assert.Equal("3 1 2", Ids(ListView.From(facts, Sample.Now)));
        Assert.Equal("3 1 2", Ids(ListView.From(Sorted(facts, ListOrder.Age), Sample.Now)));
        Assert.Equal("2 3 1", Ids(ListView.From(Sorted(facts, ListOrder.Title), Sample.Now)));
    }

    [Fact]
    public void Of_the_finished_only_the_last_are_listed_until_somebody_asks_for_them()
    {
        var facts = Sample.Facts() with { Open = [], Tasks = [.. Enumerable.Range(1, 40).Select(id => Sample.Task(id, "x", TaskState.Completed) with { EndedAt = Sample.Now.AddMinutes(id) })] };
        var group = Assert.Single(ListView.From(facts, Sample.Now).Groups);
        Assert.Equal((30, 40, 10, false), (group.Rows.Count, group.Count, group.Hidden, group.IsOpen));
        Assert.Equal(40, group.Rows[0].Id.Value);
        Assert.Equal("/?state=done", group.MoreUrl);
        var all = Assert.Single(List(facts, ListChoice.All with { Group = BoardGroup.Done }).Groups);
        Assert.Equal((40, true), (all.Rows.Count, all.IsOpen));
        Assert.True(ListView.From(facts with { Sight = new Sight { Task = new TaskId(40) } }, Sample.Now).Groups[0].IsOpen);
    }

    [Theory]
    [InlineData(true, true, "queue paused", "queue paused", "paused")]
    [InlineData(false, true, "next free slot", "", "")]
    [InlineData(false, false, "", "", null)]
    public void A_queued_task_says_why_it_has_not_started(bool isPaused, bool startsByItself, string first, string second, string? note)
    {
        var facts = Sample.Facts() with { Open = [], MaxRunning = 2, Queue = new QueueFacts(isPaused, startsByItself, Running: 2), Tasks = [Queued(1, "a"), Queued(2, "b"), Queued(3, "c") with { After = [new TaskId(4)] }, Sample.Task(4, "d", TaskState.Failed)] };
        var queue = ListView.From(facts, Sample.Now).Groups[0];
        Assert.Equal([first, second, "d failed"], queue.Rows.Select(row => row.Why));
        Assert.Equal(note, queue.Queue?.Note);
    }

    [Fact]
    public void What_every_state_counts_leads_to_it_and_back()
    {
        var bar = (Sample.Facts() with { Sight = new Sight { List = ListChoice.All with { Group = BoardGroup.Working, Text = "x" } } }).Bar;
        Assert.Equal("/?q=x", bar.States.Single(state => state.IsChosen).Href);
        Assert.Equal("/?q=x&state=queued", bar.States.Single(state => state.Group == BoardGroup.Queued).Href);
        Assert.DoesNotContain(bar.Others, state => state.Group == BoardGroup.Done || state.Group == BoardGroup.NeedsYou);
    }

    private static ChorusTask Working(long id, int seconds) => Sample.Running(id, $"Task {id}", Chorus.Claude.ClaudeActivity.Busy, seconds: seconds);

    private static ChorusTask Queued(long id, string title) => Sample.Task(id, title, TaskState.Pending);

    private static BoardFacts Sorted(BoardFacts facts, ListOrder order) => facts with { Sight = new Sight { List = ListChoice.All with { Order = order } } };

    private static ListView List(ListChoice choice) => List(Sample.Facts(), choice);

    private static ListView List(BoardFacts facts, ListChoice choice) => ListView.From(facts with { Sight = new Sight { List = choice } }, Sample.Now);

    private static string Ids(ListView list) => string.Join(' ', list.Rows.Select(row => row.Id));
}
