using System.Collections.Concurrent;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Events;
using Chorus.Processes;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>Everything a user may want of a task, one method per intention; browser, command line and queue all come here.</summary>
/// <content>What concerns the running session: start, restart, stop, messages, interrupt.</content>
public sealed partial class TaskLifecycle(
    TaskStore tasks, MessageStore messages, EventStore history, StatusTracker statuses, TaskSessions sessions, SessionMap map, TmuxServer tmux, EventBus events, ChorusOptions options, TimeProvider clock, ILogger<TaskLifecycle> logger)
{
    public const int MessageLimit = 100_000;

    // Starting, stopping and ending one task happen one after the other, however many windows ask for it.
    private readonly ConcurrentDictionary<TaskId, SemaphoreSlim> turns = [];

    /// <summary>Starts a pending task, or a task whose Claude has stopped.</summary>
    /// <param name="isForced">Also when it waits for tasks that are not completed.</param>
    public Task<TaskOutcome> StartAsync(TaskId id, string source, bool isForced, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => StartNowAsync(id, source, isForced, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> StartNowAsync(TaskId id, string source, bool isForced, CancellationToken cancellationToken)
    {
        if (tasks.Find(id) is not { } task)
        {
            return new TaskOutcome.NotFound();
        }

        if (task.State is TaskState.Running && !statuses.Of(task).IsAlive)
        {
            return await RestartNowAsync(id, source, cancellationToken);
        }

        if (!task.CanStart)
        {
            return Refuse(task, "Only a pending or stopped task can be started.");
        }

        if (!isForced && QueueOrder.Awaited(task, tasks.All()) is [var awaited, ..])
        {
            return new TaskOutcome.Refused($"Task {id} waits for task {awaited.Id}, which is {Words.Of(awaited.State)}: {awaited.Title}. Start it anyway, or complete that one first.");
        }

        // The conversation's id is stored before anything runs, so that no crash leaves a conversation nobody can resume.
        var started = await ChangeAsync(
            id,
            current => current.CanStart,
            current => current with { State = TaskState.Running, StartedAt = clock.GetUtcNow(), EndedAt = null, Result = null, ClaudeSessionId = Guid.NewGuid().ToString() },
            EventKinds.Started, "", source, "Only a pending or stopped task can be started.", cancellationToken);
        return started is TaskOutcome.Done(var running) ? await LaunchAsync(running, cancellationToken) : started;
    }

    /// <summary>A new Claude process in the same tmux session that resumes the conversation.</summary>
    public Task<TaskOutcome> RestartAsync(TaskId id, string source, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => RestartNowAsync(id, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> RestartNowAsync(TaskId id, string source, CancellationToken cancellationToken)
    {
        var restarted = await ChangeAsync(
            id,
            task => task.State is TaskState.Running,
            task => task with { Restarts = task.Restarts + 1, ClaudeSessionId = task.ClaudeSessionId ?? Guid.NewGuid().ToString() },
            EventKinds.Restarted, "", source, "Only a running task can be restarted.", cancellationToken);
        return restarted is TaskOutcome.Done(var task) ? await LaunchAsync(task, cancellationToken) : restarted;
    }

    /// <summary>Ends the session; the conversation stays and can be resumed.</summary>
    public Task<TaskOutcome> StopAsync(TaskId id, string source, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => StopNowAsync(id, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> StopNowAsync(TaskId id, string source, CancellationToken cancellationToken)
    {
        var stopped = await ChangeAsync(id, task => task.State is TaskState.Running, task => task, EventKinds.Stopped, "", source, "Only a running task can be stopped.", cancellationToken);
        if (stopped is not TaskOutcome.Done(var task))
        {
            return stopped;
        }

        await statuses.ApplyAsync(id, new ClaudeSignal.StoppedByUser(), cancellationToken);
        await sessions.EndAsync(task, cancellationToken);
        return Current(id);
    }

    /// <summary>Queues text for the agent; it is typed as soon as the session can take it.</summary>
    public async Task<TaskOutcome> SendAsync(TaskId id, string text, string source, CancellationToken cancellationToken)
    {
        if (tasks.Find(id) is not { } task)
        {
            return new TaskOutcome.NotFound();
        }

        var clean = UntrustedText.ForTerminalInput(text);
        if (string.IsNullOrWhiteSpace(clean) || clean.Length > MessageLimit || text.Contains('\0', StringComparison.Ordinal))
        {
            return new TaskOutcome.Invalid($"A message has 1 to {MessageLimit} characters and no NUL.");
        }

        if (task.State is not TaskState.Running || !statuses.Of(task).IsAlive)
        {
            return Refuse(task, "Messages reach only a task whose session runs; start or restart it first.");
        }

        await messages.AddAsync(id, clean, source, clock.GetUtcNow(), cancellationToken);
        Changed(id);
        return new TaskOutcome.Done(task);
    }

    /// <summary>Takes back a message that still waits.</summary>
    /// <returns>False when it waits no more.</returns>
    public async Task<bool> WithdrawAsync(TaskId id, long message, CancellationToken cancellationToken)
    {
        var isBack = messages.Waiting(id).Any(one => one.Id == message) && await messages.MoveAsync(message, MessageState.Queued, MessageState.Dropped, clock.GetUtcNow(), cancellationToken);
        if (isBack)
        {
            Changed(id);
        }

        return isBack;
    }

    /// <summary>Escape: ends the turn, or denies the open question and ends the turn.</summary>
    public async Task<TaskOutcome> InterruptAsync(TaskId id, string source, CancellationToken cancellationToken)
    {
        if (tasks.Find(id) is not { } task)
        {
            return new TaskOutcome.NotFound();
        }

        if (statuses.Of(task).Activity is not (ClaudeActivity.Busy or ClaudeActivity.Waiting) || map.Find(id) is not { } pane)
        {
            return Refuse(task, "There is no turn to interrupt.");
        }

        await statuses.ApplyAsync(id, new ClaudeSignal.InterruptSent(), cancellationToken);
        await history.AppendAsync(TaskEvent.Note(id, clock.GetUtcNow(), EventKinds.Interrupt, "", source), cancellationToken);
        await tmux.SendKeysAsync(pane.PaneId, ["Escape"], cancellationToken);
        return Current(id);
    }

    /// <summary>Waits for the task's turn; once begun, an intention is carried out whole, even when its browser goes away.</summary>
    private async Task<TaskOutcome> InTurnAsync(TaskId id, Func<Task<TaskOutcome>> intention, CancellationToken cancellationToken)
    {
        var turn = turns.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await intention();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<TaskOutcome> LaunchAsync(ChorusTask task, CancellationToken cancellationToken)
    {
        // Before the launch: a hook must not arrive at a task that still counts as stopped.
        await statuses.ApplyAsync(task.Id, new ClaudeSignal.Launched(sessions.BeginsWithPrompt(task)), cancellationToken);
        try
        {
            await sessions.LaunchAsync(task, cancellationToken);
        }
        catch (Exception failure) when (failure is TmuxException or ProcessFailedException or IOException or UnauthorizedAccessException)
        {
            await statuses.ApplyAsync(task.Id, new ClaudeSignal.PaneDied(ExitStatus: 1, Signal: null), CancellationToken.None);
            await history.AppendAsync(TaskEvent.Note(task.Id, clock.GetUtcNow(), EventKinds.Problem, failure.Message, "chorus"), CancellationToken.None);
            LogLaunchFailed(failure, task.Id);
            return new TaskOutcome.Refused($"The session could not be started: {failure.Message}");
        }

        LogStarted(task.Id, task.SessionName);
        return Current(task.Id);
    }

    private async Task<TaskOutcome> ChangeAsync(
        TaskId id, Func<ChorusTask, bool> allowed, Func<ChorusTask, ChorusTask> change, string? kind, string detail, string source, string refusal, CancellationToken cancellationToken)
    {
        var isAllowed = false;
        var task = await tasks.UpdateAsync(
            id,
            current => (isAllowed = allowed(current)) ? change(current) : null,
            kind is null ? [] : [TaskEvent.Note(id, clock.GetUtcNow(), kind, detail, source)],
            cancellationToken);
        if (task is null)
        {
            return new TaskOutcome.NotFound();
        }

        if (!isAllowed)
        {
            return Refuse(task, refusal);
        }

        Changed(id);
        return new TaskOutcome.Done(task);
    }

    private TaskOutcome Current(TaskId id) => tasks.Find(id) is { } task ? new TaskOutcome.Done(task) : new TaskOutcome.NotFound();

    private static TaskOutcome.Refused Refuse(ChorusTask task, string possible) => new($"Task {task.Id} is {Words.Of(task.State)}. {possible}");

    private void Changed(TaskId id) => events.Publish(ChangeKind.Task, id.ToString());

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} runs in session {Session}")]
    private partial void LogStarted(TaskId taskId, string session);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} could not be launched")]
    private partial void LogLaunchFailed(Exception failure, TaskId taskId);
}
