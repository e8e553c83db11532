using System.Collections.Concurrent;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Events;
using Chorus.Processes;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>Everything a user may want of a task, one method per intention; browser and command line both come here.</summary>
public sealed partial class TaskLifecycle(
    TaskStore tasks, MessageStore messages, StatusTracker statuses, TaskSessions sessions, SessionMap map, TmuxServer tmux, EventBus events, ChorusOptions options, TimeProvider clock, ILogger<TaskLifecycle> logger)
{
    public const int MessageLimit = 100_000;
    public const int NoteLimit = 10_000;

    // Starting, stopping and ending one task happen one after the other, however many windows ask for it.
    private readonly ConcurrentDictionary<TaskId, SemaphoreSlim> turns = [];

    public async Task<TaskOutcome> AddAsync(TaskDraft draft, string source, CancellationToken cancellationToken)
    {
        if ((draft.Problem(isNew: true) ?? UnknownPredecessor(draft)) is { } problem)
        {
            return new TaskOutcome.Invalid(problem);
        }

        var blank = new ChorusTask
        {
            Id = default,
            Title = "",
            PermissionMode = options.Claude.PermissionMode,
            Model = options.Claude.Model,
            StackMode = options.Stacks.Mode,
            SessionName = "",
            CreatedAt = clock.GetUtcNow(),
        };
        var task = await tasks.AddAsync(draft.ApplyTo(blank), id => $"{options.Tmux.SessionPrefix}-{id}", source, cancellationToken);
        Changed(task.Id);
        return new TaskOutcome.Done(task);
    }

    public async Task<TaskOutcome> EditAsync(TaskId id, TaskDraft draft, string source, CancellationToken cancellationToken)
    {
        if ((draft.Problem(isNew: false) ?? UnknownPredecessor(draft)) is { } problem)
        {
            return new TaskOutcome.Invalid(problem);
        }

        return await ChangeAsync(id, task => task.CanEdit, task => draft.ApplyTo(task), "edited", "", source, "It can be edited only while it is pending.", cancellationToken);
    }

    /// <summary>Starts a pending task, or a task whose Claude has stopped.</summary>
    public Task<TaskOutcome> StartAsync(TaskId id, string source, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => StartNowAsync(id, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> StartNowAsync(TaskId id, string source, CancellationToken cancellationToken)
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

        // The conversation's id is stored before anything runs, so that no crash leaves a conversation nobody can resume.
        var started = await ChangeAsync(
            id,
            current => current.CanStart,
            current => current with { State = TaskState.Running, StartedAt = clock.GetUtcNow(), EndedAt = null, Result = null, ClaudeSessionId = Guid.NewGuid().ToString() },
            "started", "", source, "Only a pending or stopped task can be started.", cancellationToken);
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
            "restarted", "", source, "Only a running task can be restarted.", cancellationToken);
        return restarted is TaskOutcome.Done(var task) ? await LaunchAsync(task, cancellationToken) : restarted;
    }

    /// <summary>Ends the session; the conversation stays and can be resumed.</summary>
    public Task<TaskOutcome> StopAsync(TaskId id, string source, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => StopNowAsync(id, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> StopNowAsync(TaskId id, string source, CancellationToken cancellationToken)
    {
        var stopped = await ChangeAsync(id, task => task.State is TaskState.Running, task => task, "stopped", "", source, "Only a running task can be stopped.", cancellationToken);
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

        await messages.AddAsync(id, clean, clock.GetUtcNow(), cancellationToken);
        await tasks.AppendAsync(TaskEvent.Note(id, clock.GetUtcNow(), "prompt", clean, source), cancellationToken);
        Changed(id);
        return new TaskOutcome.Done(task);
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
        await tasks.AppendAsync(TaskEvent.Note(id, clock.GetUtcNow(), "interrupt", "", source), cancellationToken);
        await tmux.SendKeysAsync(pane.PaneId, ["Escape"], cancellationToken);
        return Current(id);
    }

    /// <summary>Ends the task for good as completed or failed, with a note.</summary>
    public async Task<TaskOutcome> FinishAsync(TaskId id, bool completed, string? note, string source, CancellationToken cancellationToken) =>
        note is { } words && (words.Length > NoteLimit || words.Contains('\0', StringComparison.Ordinal))
            ? new TaskOutcome.Invalid($"A note has at most {NoteLimit} characters and no NUL.")
            : await InTurnAsync(id, () => FinishNowAsync(id, completed, note, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> FinishNowAsync(TaskId id, bool completed, string? note, string source, CancellationToken cancellationToken)
    {
        var state = completed ? TaskState.Completed : TaskState.Failed;
        var finished = await ChangeAsync(
            id,
            task => task.State is TaskState.Running,
            task => task with { State = state, EndedAt = clock.GetUtcNow(), Result = note },
            "outcome", $"{Words.Of(state)}{(string.IsNullOrEmpty(note) ? "" : ": " + note)}", source, "Only a running task can be completed or failed.", cancellationToken);
        if (finished is not TaskOutcome.Done(var task))
        {
            return finished;
        }

        await statuses.ApplyAsync(id, new ClaudeSignal.StoppedByUser(), cancellationToken);
        await messages.DropQueuedAsync(id, cancellationToken);
        await sessions.EndAsync(task, cancellationToken);
        return Current(id);
    }

    public Task<TaskOutcome> DeleteAsync(TaskId id, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => DeleteNowAsync(id, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> DeleteNowAsync(TaskId id, CancellationToken cancellationToken)
    {
        if (tasks.Find(id) is not { } task)
        {
            return new TaskOutcome.NotFound();
        }

        if (!task.CanDelete)
        {
            return Refuse(task, "Complete or fail it before deleting it.");
        }

        await tasks.DeleteAsync(id, cancellationToken);
        statuses.Forget(id);
        events.Publish(ChangeKind.TaskDeleted, id.ToString());
        return new TaskOutcome.Done(task);
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
        await statuses.ApplyAsync(task.Id, new ClaudeSignal.Launched(), cancellationToken);
        try
        {
            await sessions.LaunchAsync(task, cancellationToken);
        }
        catch (Exception failure) when (failure is TmuxException or ProcessFailedException or IOException or UnauthorizedAccessException)
        {
            await statuses.ApplyAsync(task.Id, new ClaudeSignal.PaneDied(ExitStatus: 1, Signal: null), CancellationToken.None);
            await tasks.AppendAsync(TaskEvent.Note(task.Id, clock.GetUtcNow(), "problem", failure.Message, "chorus"), CancellationToken.None);
            LogLaunchFailed(failure, task.Id);
            return new TaskOutcome.Refused($"The session could not be started: {failure.Message}");
        }

        LogStarted(task.Id, task.SessionName);
        return Current(task.Id);
    }

    private async Task<TaskOutcome> ChangeAsync(
        TaskId id, Func<ChorusTask, bool> allowed, Func<ChorusTask, ChorusTask> change, string kind, string detail, string source, string refusal, CancellationToken cancellationToken)
    {
        var isAllowed = false;
        var task = await tasks.UpdateAsync(
            id,
            current => (isAllowed = allowed(current)) ? change(current) : null,
            [TaskEvent.Note(id, clock.GetUtcNow(), kind, detail, source)],
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

    private string? UnknownPredecessor(TaskDraft draft) =>
        draft.After?.Where(other => tasks.Find(other) is null).Select(other => $"There is no task {other} to wait for.").FirstOrDefault();

    private TaskOutcome Current(TaskId id) => tasks.Find(id) is { } task ? new TaskOutcome.Done(task) : new TaskOutcome.NotFound();

    private static TaskOutcome.Refused Refuse(ChorusTask task, string possible) => new($"Task {task.Id} is {Words.Of(task.State)}. {possible}");

    private void Changed(TaskId id) => events.Publish(ChangeKind.Task, id.ToString());

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} runs in session {Session}")]
    private partial void LogStarted(TaskId taskId, string session);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} could not be launched")]
    private partial void LogLaunchFailed(Exception failure, TaskId taskId);
}
