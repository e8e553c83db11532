using Chorus.Claude;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

public sealed class ListViewTests
{
    [Fact]
    public void The_inbox_begins_with_who_has_waited_longest()
    {
        var list = ListView.From(Sample.Facts(), Sample.Now);
        Assert.Equal([1, 2], list.Inbox.Select(row => row.Id.Value));
        Assert.True(list.Inbox[0].IsLate);
        Assert.False(list.Inbox[1].IsLate);
        Assert.Equal("12 min", list.Inbox[0].Age);
    }

    [Fact]
    public void Groups_come_in_the_order_of_the_words_and_only_if_they_have_members() =>
        Assert.Equal(
            ["Your turn", "Working", "Limited", "Queued", "Stopped", "Failed", "Done"],
            ListView.From(Sample.Facts(), Sample.Now).Groups.Select(group => group.Group.Word));

    [Fact]
    public void An_open_request_needs_you_before_the_status_says_so()
    {
        var facts = Sample.Facts() with { Tasks = [Sample.Running(1, "x", ClaudeActivity.Busy)] };
        Assert.Equal(1, facts.Bar.NeedsYou);
        Assert.Equal("Two need you", Sample.Facts().Bar.Sentence);
    }

    [Fact]
    public void A_queued_task_says_what_it_waits_for()
    {
        var row = RowView.From(Sample.Facts().Tasks[8], Sample.Facts(), Sample.Now);
        Assert.Equal("after Move totals into a tax service", row.Why);
        Assert.False(row.ShowsAge);
    }

    [Fact]
    public void A_wide_screen_first_shows_who_needs_you() =>
        Assert.Equal(new TaskId(1), Sample.Facts().FirstToShow);

    [Theory]
    [InlineData(ClaudeActivity.Busy, "Interrupt Stop Restart")]
    [InlineData(ClaudeActivity.Idle, "Stop Restart Put aside")]
    [InlineData(ClaudeActivity.Stopped, "Restart")]
    public void Actions_fit_the_state(ClaudeActivity activity, string words) =>
        Assert.Equal(words, string.Join(' ', TaskAction.For(Sample.Running(1, "x", activity), Sample.Facts()).Select(action => action.Word)));
}
