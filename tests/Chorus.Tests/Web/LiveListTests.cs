using Chorus.Claude;
using Chorus.Tasks;
using Chorus.Tests.Web.Views;
using Chorus.Web;
using Chorus.Web.Views;

namespace Chorus.Tests.Web;

/// <summary>A stream sends the rows that changed, and the whole list only when its shape did.</summary>
public sealed class LiveListTests
{
    private readonly SentList sent = new();
    private BoardFacts facts = Sample.Facts(5);

    [Fact]
    public async Task The_first_time_everything_is_sent_and_then_nothing()
    {
        Assert.StartsWith("<hx-partial hx-target=\"#list\"", await RenewAsync(), StringComparison.Ordinal);
        Assert.Equal("", await RenewAsync());
        Assert.Equal("", await RenewAsync(later: TimeSpan.FromHours(3)));
    }

    [Fact]
    public async Task A_changed_row_is_sent_alone()
    {
        await RenewAsync();
        Change(5, task => task with { Claude = task.Claude with { Detail = "Bash: something else" } });
        var html = await RenewAsync();
        Assert.StartsWith("<hx-partial hx-target=\"#task-5\"", html, StringComparison.Ordinal);
        Assert.Contains("Bash: something else", html, StringComparison.Ordinal);
        Assert.Equal(1, Partials(html));
    }

    [Fact]
    public async Task A_row_that_goes_to_another_group_comes_with_the_whole_list()
    {
        await RenewAsync();
        Change(5, task => task with { Claude = task.Claude with { Activity = ClaudeActivity.Idle, Reason = ClaudeReason.TurnEnded } });
        Assert.StartsWith("<hx-partial hx-target=\"#list\"", await RenewAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_paused_comes_with_the_whole_list()
    {
        await RenewAsync();
        facts = facts with { Queue = facts.Queue with { IsPaused = true } };
        Assert.Contains("Resume the queue", await RenewAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_needs_you_is_sent_as_one_of_the_inbox()
    {
        await RenewAsync();
        facts = facts with { Open = [facts.Open[0], facts.Open[1] with { Summary = "Edit: another file" }] };
        var html = await RenewAsync();
        Assert.Contains("class=\"ask\"", html, StringComparison.Ordinal);
        Assert.Equal(1, Partials(html));
    }

    [Fact]
    public async Task The_inbox_is_sent_by_its_rows_as_well()
    {
        facts = facts with { Sight = InboxView.Choose(new Sight(), facts) };
        Assert.Contains("id=\"inbox-list\"", await RenewAsync(), StringComparison.Ordinal);
        Assert.Equal("", await RenewAsync(later: TimeSpan.FromHours(3)));
        Change(3, task => task with { Claude = task.Claude with { Detail = "Something new" } });
        Assert.StartsWith("<hx-partial hx-target=\"#task-3\"", await RenewAsync(), StringComparison.Ordinal);
        facts = facts with { Open = [facts.Open[0]] };
        Assert.StartsWith("<hx-partial hx-target=\"#list\"", await RenewAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_read_is_not_sent() => Assert.Equal("", await sent.RenewAsync(list: null));

    private Task<string> RenewAsync(TimeSpan later = default) => sent.RenewAsync(LiveList.Of(LiveView.From(facts, LiveParts.List, Sample.Now + later)));

    private void Change(long id, Func<ChorusTask, ChorusTask> change) => facts = facts with { Tasks = [.. facts.Tasks.Select(task => task.Id.Value == id ? change(task) : task)] };

    private static int Partials(string html) => html.Split("<hx-partial").Length - 1;
}
