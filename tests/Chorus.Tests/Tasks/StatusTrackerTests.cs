using Chorus.Claude;
using Chorus.Events;
using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class StatusTrackerTests : IDisposable
{
    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Every_change_of_status_is_an_event_that_says_from_where_to_where_why_and_who_said_so()
    {
        var task = await project.AddBusyAsync();
        await project.HearAsync(task, new ClaudeSignal.TurnEnded(0, 0, "Done."), new ClaudeSignal.TurnFailed("rate_limit", "limit resets 20:50"), new ClaudeSignal.PaneDied(null, 9));

        Assert.Equal(
            [
                ("idle", "stopped", "killed", "Claude Code was killed (signal 9)", "pane"),
                ("idle", "idle", "limit", "limit resets 20:50", "hook"),
                ("busy", "idle", "turn-ended", "Done.", "hook"),
                ("starting", "busy", "none", "Thinking", "hook"),
                ("stopped", "starting", "none", "Claude Code is starting", "chorus"),
            ],
            project.History.Of(task, 10, "status").Select(item => (item.From, item.To, item.Reason, item.Detail, item.Source)));
    }

    [Fact]
    public async Task What_was_applied_is_stored_and_told()
    {
        var task = await project.AddBusyAsync();
        using var listener = project.Events.Subscribe();
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));

        Assert.Equal("Bash: npm test", project.Task(task).Claude.Detail);
        Assert.Equal(project.Statuses.Of(project.Task(task)).Detail, project.Task(task).Claude.Detail);
        Assert.Equal([new Change(ChangeKind.Task, task.ToString())], await listener.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_unchanged_status_is_neither_written_nor_told()
    {
        var task = await project.AddBusyAsync();
        var (number, changes, history) = (project.Events.Sequence, await RowChangesAsync(), project.History.Of(task, 100).Count);
        project.Clock.Advance(TimeSpan.FromMinutes(1));
        await project.HearAsync(task, new ClaudeSignal.PromptSubmitted("again"), new ClaudeSignal.SubagentEnded("agent-1"), new ClaudeSignal.RegistryObserved("busy", null, project.Clock.GetUtcNow()));

        Assert.Equal(number, project.Events.Sequence);
        Assert.Equal(changes, await RowChangesAsync());
        Assert.Equal(history, project.History.Of(task, 100).Count);
    }

    [Fact]
    public async Task A_new_detail_alone_is_stored_without_an_event()
    {
        var task = await project.AddBusyAsync();
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));
        Assert.Equal("Bash: npm test", project.Task(task).Claude.Detail);
        Assert.Equal(2, project.History.Of(task, 100, "status").Count);
    }

    [Fact]
    public async Task What_was_heard_without_being_stored_still_counts_for_the_next_signal()
    {
        var task = await project.AddBusyAsync();
        project.Clock.Advance(TimeSpan.FromMinutes(1));
        await project.HearAsync(task, new ClaudeSignal.PromptSubmitted("again"));
        // Newer than the stored word, older than what was just heard: the hooks were first.
        await project.HearAsync(task, new ClaudeSignal.RegistryObserved("idle", null, project.Clock.GetUtcNow().AddSeconds(-30)));
        Assert.Equal(ClaudeActivity.Busy, project.Status(task).Activity);
        Assert.NotEqual(project.Status(task).HeardAt, project.Task(task).Claude.HeardAt);
    }

    [Fact]
    public async Task A_dialog_seen_in_the_registry_is_known_after_a_restart_though_nobody_saw_a_change()
    {
        var task = await project.AddBusyAsync();
        await project.HearAsync(task, new ClaudeSignal.PermissionAsked("request", ClaudeReason.Permission, "Bash: npm test"));
        var number = project.Events.Sequence;
        await project.HearAsync(task, new ClaudeSignal.RegistryObserved("waiting", "permission", project.Clock.GetUtcNow()));
        Assert.Equal(number, project.Events.Sequence);

        using var after = project.Restarted();
        Assert.True(after.Status(task).DialogSeen);
    }

    [Fact]
    public async Task Clearing_the_conversation_changes_the_session_that_is_resumed()
    {
        var task = await project.AddBusyAsync();
        await project.HearAsync(task, new ClaudeSignal.SessionStarted("startup", "first", "/transcripts/first.jsonl"));
        Assert.Equal(("first", "/transcripts/first.jsonl"), (project.Task(task).ClaudeSessionId, project.Task(task).TranscriptPath));

        await project.HearAsync(task, new ClaudeSignal.SessionEnded("clear"), new ClaudeSignal.SessionStarted("clear", "second", null));
        Assert.Equal(("second", "/transcripts/first.jsonl"), (project.Task(task).ClaudeSessionId, project.Task(task).TranscriptPath));
        Assert.True(project.Status(task).IsAlive);
    }

    [Fact]
    public async Task Signals_that_arrive_at_once_are_applied_one_after_the_other()
    {
        var task = await project.AddBusyAsync();
        await Parallel.ForAsync(0, 50, async (number, token) =>
        {
            await project.Statuses.ApplyAsync(task, new ClaudeSignal.PermissionAsked($"request-{number}", ClaudeReason.Permission, $"Bash: {number}"), token);
        });
        Assert.Equal(50, project.Task(task).Claude.Questions.Select(question => question.RequestId).Distinct().Count());

        await Parallel.ForAsync(0, 50, async (number, token) =>
        {
            await project.Statuses.ApplyAsync(task, new ClaudeSignal.PermissionClosed($"request-{number}", Interrupts: false), token);
        });
        Assert.Empty(project.Task(task).Claude.Questions);
        Assert.Equal(ClaudeActivity.Busy, project.Task(task).Claude.Activity);
    }

    [Fact]
    public async Task The_whole_status_survives_a_restart()
    {
        var task = await project.AddBusyAsync();
        await project.HearAsync(task, new ClaudeSignal.PermissionAsked("one", ClaudeReason.Question, "Which colour?"), new ClaudeSignal.PermissionAsked("two", ClaudeReason.Permission, "Bash: ls"));
        var status = project.Status(task);

        using var after = project.Restarted();
        var restored = after.Status(task);
        Assert.Equal(status.Questions, restored.Questions);
        Assert.Equal(status with { Questions = [] }, restored with { Questions = [] });
        Assert.NotNull(restored.Before);
    }

    [Fact]
    public async Task A_task_that_does_not_exist_has_no_status()
    {
        Assert.Null(await project.Statuses.ApplyAsync(new TaskId(404), new ClaudeSignal.Launched(WithPrompt: false), CancellationToken.None));
        Assert.Equal(0, project.Events.Sequence);
    }

    /// <summary>How many rows the one writer has changed since it was opened.</summary>
    private Task<long> RowChangesAsync() => project.Database.WriteAsync(
        (connection, _) =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT total_changes()";
            return (long)command.ExecuteScalar()!;
        },
        CancellationToken.None);
}
