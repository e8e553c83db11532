using Chorus.Claude;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

public sealed class InboxViewTests
{
    [Fact]
    public void Every_request_stands_for_itself_and_who_has_waited_longest_first()
    {
        var facts = Sample.Facts() with
        {
            Open = [.. Sample.Facts().Open, Sample.Request(1, "third", "Bash", "{}", "Bash: ls", 100)],
            Tasks = [.. Sample.Facts().Tasks, Sample.Running(20, "No key", ClaudeActivity.Idle, ClaudeReason.Login, "Run /login", 300)],
        };
        var inbox = InboxView.From(facts, Sample.Now);
        Assert.Equal(["q7Zt0wq6xHqjQmQvA3xk1A", null, "Zk1b0wq6xHqjQmQvA3xk2B", "third"], inbox.NeedYou.Select(row => row.Request));
        Assert.Equal("Not logged in: Run /login", inbox.NeedYou[1].What);
        Assert.Equal("Three need you", inbox.Sentence);
        Assert.Equal(inbox.Rows.Count(), inbox.Rows.Select(row => row.ElementId).Distinct().Count());
    }

    [Fact]
    public void What_it_holds_up_is_said() => Assert.Equal(["holds up 1", ""], InboxView.From(Sample.Facts(), Sample.Now).NeedYou.Select(row => row.HoldsUpWord));

    [Fact]
    public void A_turn_that_ended_is_listed_until_it_is_put_aside_and_again_when_it_says_something_new()
    {
        Assert.Equal([4, 3], InboxView.From(Sample.Facts(), Sample.Now).YourTurn.Select(row => row.Task.Value));
        var task = Sample.Facts().Tasks[2] with { DismissedAt = Sample.Now };
        var aside = Sample.Facts() with { Tasks = [task] };
        Assert.Empty(InboxView.From(aside, Sample.Now).YourTurn);
        Assert.Single(InboxView.From(aside with { Tasks = [task with { Claude = task.Claude with { Since = Sample.Now.AddSeconds(1) } }] }, Sample.Now).YourTurn);
        Assert.Equal("/tasks/3/attention", InboxView.From(Sample.Facts(), Sample.Now).YourTurn[1].DismissUrl);
        Assert.Null(InboxView.From(Sample.Facts(), Sample.Now).NeedYou[0].DismissUrl);
    }

    [Theory]
    [InlineData(null, null, 1L, "q7Zt0wq6xHqjQmQvA3xk1A")]
    [InlineData("Zk1b0wq6xHqjQmQvA3xk2B", null, 2L, "Zk1b0wq6xHqjQmQvA3xk2B")]
    [InlineData("gone", null, 1L, "q7Zt0wq6xHqjQmQvA3xk1A")]
    [InlineData(null, 4L, 4L, null)]
    [InlineData(null, 5L, 1L, "q7Zt0wq6xHqjQmQvA3xk1A")]
    public void What_is_asked_for_is_shown_as_long_as_it_needs_somebody(string? request, long? task, long shown, string? asked)
    {
        var sight = InboxView.Choose(new Sight { Request = request, Task = task is { } id ? new TaskId(id) : null }, Sample.Facts());
        Assert.Equal((new TaskId(shown), asked, Place.Inbox), (sight.Task, sight.Request, sight.Place));
        Assert.Equal(asked is null ? $"task-{shown}" : $"asked-{asked}", InboxView.From(Sample.Facts() with { Sight = sight }, Sample.Now).Rows.Single(row => row.IsChosen).ElementId);
    }

    [Fact]
    public void Nothing_is_shown_when_nothing_needs_anybody()
    {
        var facts = Sample.Facts() with { Tasks = [Sample.Running(1, "x", ClaudeActivity.Busy)], Open = [] };
        Assert.Null(InboxView.Choose(new Sight(), facts).Task);
        Assert.True(InboxView.From(facts, Sample.Now).IsEmpty);
    }

    [Theory]
    [InlineData(false, true, "inbox")]
    [InlineData(false, false, "list")]
    [InlineData(true, false, "inbox")]
    public void A_phone_shows_a_decision_at_once_and_a_turn_only_when_it_is_asked_for(bool hasRequest, bool isAskedFor, string view)
    {
        var facts = Sample.Facts() with { Open = hasRequest ? Sample.Facts().Open : [], Tasks = [Sample.Facts().Tasks[2], Sample.Facts().Tasks[0] with { Claude = Sample.Facts().Tasks[4].Claude }] };
        facts = facts with { Sight = InboxView.Choose(new Sight(), facts) };
        Assert.Equal(view, InboxPageView.From(facts, Sample.Now, isAskedFor).Page.View);
    }
}
