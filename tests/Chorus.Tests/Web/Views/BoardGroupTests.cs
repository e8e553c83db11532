using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

public sealed class BoardGroupTests
{
    [Theory]
    [InlineData(ClaudeActivity.Waiting, ClaudeReason.Permission, "Needs you")]
    [InlineData(ClaudeActivity.Waiting, ClaudeReason.Trust, "Needs you")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.Error, "Needs you")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.Login, "Needs you")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.None, "Your turn")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.TurnEnded, "Your turn")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.Interrupted, "Your turn")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.Background, "Working")]
    [InlineData(ClaudeActivity.Busy, ClaudeReason.None, "Working")]
    [InlineData(ClaudeActivity.Starting, ClaudeReason.None, "Working")]
    [InlineData(ClaudeActivity.Idle, ClaudeReason.Limit, "Limited")]
    [InlineData(ClaudeActivity.Stopped, ClaudeReason.Limit, "Stopped")]
    [InlineData(ClaudeActivity.Stopped, ClaudeReason.Crashed, "Stopped")]
    public void A_running_task_is_named_after_what_its_Claude_does(ClaudeActivity activity, ClaudeReason reason, string word) =>
        Assert.Equal(word, BoardGroup.Of(Sample.Running(1, "x", activity, reason)).Word);

    [Theory]
    [InlineData(TaskState.Pending, "Queued")]
    [InlineData(TaskState.Completed, "Done")]
    [InlineData(TaskState.Failed, "Failed")]
    public void A_task_that_does_not_run_is_named_after_its_state(TaskState state, string word) =>
        Assert.Equal(word, BoardGroup.Of(Sample.Task(1, "x", state)).Word);

    [Fact]
    public void Attention_says_for_what_and_since_when()
    {
        var attention = Attention.Of(Sample.Running(1, "x", ClaudeActivity.Waiting, ClaudeReason.Permission, "Bash: npm test", 90), asked: null);
        Assert.Equal(new Attention("permission", Sample.Now.AddSeconds(-90), "Bash: npm test"), attention);
    }

    [Fact]
    public void Attention_is_null_when_nobody_is_needed() =>
        Assert.Null(Attention.Of(Sample.Running(1, "x", ClaudeActivity.Idle, ClaudeReason.TurnEnded), asked: null));

    [Theory]
    [InlineData(TaskState.Pending, "Queued", 180)]
    [InlineData(TaskState.Running, "Working", 1)]
    [InlineData(TaskState.Completed, "Done", 25)]
    [InlineData(TaskState.Failed, "Failed", 25)]
    public void A_word_holds_since_the_task_was_added_or_its_Claude_changed_or_it_ended(TaskState state, string word, int minutes)
    {
        var task = Sample.Running(1, "x", ClaudeActivity.Busy) with { State = state, EndedAt = Sample.Task(1, "x", state).EndedAt };
        var standing = Standing.Of(task, asked: null);
        Assert.Equal((word, Sample.Now.AddMinutes(-minutes)), (standing.Group.Word, standing.Since));
    }

    [Theory]
    [InlineData(PermissionKind.Tool, "permission")]
    [InlineData(PermissionKind.Question, "question")]
    [InlineData(PermissionKind.Plan, "plan")]
    public void An_open_request_asks_for_attention_before_the_status_does(PermissionKind kind, string word)
    {
        var request = Sample.Request(1, "abc", "Bash", "{}", "Bash: npm test", seconds: 5) with { Kind = kind };
        Assert.Equal(new Attention(word, Sample.Now.AddSeconds(-5), "Bash: npm test"), Attention.Of(Sample.Running(1, "x", ClaudeActivity.Busy), request));
        Assert.Null(Attention.Of(Sample.Task(1, "x", TaskState.Failed), request));
    }
}
