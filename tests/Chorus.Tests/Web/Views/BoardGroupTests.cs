using Chorus.Claude;
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
        var attention = Attention.Of(Sample.Running(1, "x", ClaudeActivity.Waiting, ClaudeReason.Permission, "Bash: npm test", 90));
        Assert.Equal(new Attention("permission", Sample.Now.AddSeconds(-90), "Bash: npm test"), attention);
    }

    [Fact]
    public void Attention_is_null_when_nobody_is_needed() =>
        Assert.Null(Attention.Of(Sample.Running(1, "x", ClaudeActivity.Idle, ClaudeReason.TurnEnded)));
}
