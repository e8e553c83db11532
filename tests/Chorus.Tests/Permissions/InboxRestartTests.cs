using Chorus.Claude;
using Chorus.Permissions;

namespace Chorus.Tests.Permissions;

public sealed class InboxRestartTests : IDisposable
{
    private readonly Desk before = new();

    public void Dispose() => before.Dispose();

    [Fact]
    public async Task A_question_survives_a_restart_and_is_answered_after_it()
    {
        var task = await before.Project.AddBusyAsync();
        var (request, _) = await before.AskAsync(task);

        using var after = before.Restarted();
        await after.Inbox.RestoreAsync(CancellationToken.None);
        await after.Inbox.ReconcileAsync(CancellationToken.None);
        Assert.Equal(request, Assert.Single(after.Requests.Open()));
        Assert.Equal([request.Id], after.Project.Status(task).Questions.Select(question => question.RequestId));

        var (same, answer) = await after.AskAsync(task);
        Assert.Equal(request.Id, same.Id);
        Assert.False(answer.IsCompleted);
        Assert.IsType<DecisionOutcome.Decided>(await after.AllowAsync(request));
        Assert.Equal(HookAnswer.Allow(), await answer);
    }

    [Fact]
    public async Task A_question_whose_status_was_not_stored_before_the_end_is_named_again()
    {
        var task = await before.Project.AddBusyAsync();
        var (request, _) = await before.AskAsync(task);
        await before.Project.Tasks.UpdateAsync(task, current => current with { Claude = current.Claude with { Activity = ClaudeActivity.Busy, Questions = [] } }, [], CancellationToken.None);

        using var after = before.Restarted();
        await after.Inbox.RestoreAsync(CancellationToken.None);
        await after.Inbox.ReconcileAsync(CancellationToken.None);
        Assert.Equal([request.Id], after.Requests.Open().Select(open => open.Id));
        Assert.Equal(ClaudeActivity.Waiting, after.Project.Task(task).Claude.Activity);
    }

    [Fact]
    public async Task An_answer_that_was_stored_before_the_end_is_handed_out_after_it()
    {
        var task = await before.Project.AddBusyAsync();
        var (request, _) = await before.AskAsync(task);
        await before.DenyAsync(request, "Not now.");

        using var after = before.Restarted();
        await after.Inbox.RestoreAsync(CancellationToken.None);
        Assert.Equal(HookAnswer.Deny("Not now.", interrupt: false), await after.Inbox.AskAsync(Desk.Question(task, "relay"), CancellationToken.None));
        Assert.IsType<DecisionOutcome.AlreadyClosed>(await after.AllowAsync(request));
    }

    [Fact]
    public async Task A_question_of_a_session_that_ended_meanwhile_expires()
    {
        var task = await before.Project.AddBusyAsync();
        var (request, _) = await before.AskAsync(task);

        using var after = before.Restarted();
        await after.Inbox.RestoreAsync(CancellationToken.None);
        after.Project.Clock.Advance(TimeSpan.FromSeconds(1));
        await after.Project.HearAsync(task, new ClaudeSignal.SessionGone(after.Project.Clock.GetUtcNow()));
        await after.Inbox.ReconcileAsync(CancellationToken.None);
        Assert.Equal(PermissionStatus.Expired, after.Requests.Find(request.Id)!.Status);
    }
}
