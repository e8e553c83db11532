using Chorus.Claude;
using Chorus.Events;

namespace Chorus.Tasks;

/// <content>How a task ends, and how it comes back.</content>
public sealed partial class TaskLifecycle
{
    public const int NoteLimit = 4000;

    /// <summary>Ends the task as completed or failed, with a note.</summary>
    /// <param name="discardStack">Of a failed task: throws away what its stack holds.</param>
    public Task<TaskOutcome> FinishAsync(TaskId id, bool completed, string? note, bool discardStack, string source, CancellationToken cancellationToken) =>
        note is { Length: > NoteLimit } || note?.Contains('\0', StringComparison.Ordinal) == true
            ? Task.FromResult<TaskOutcome>(new TaskOutcome.Invalid($"A note has at most {NoteLimit} characters and no NUL."))
            : InTurnAsync(id, () => FinishNowAsync(id, completed, note?.ReplaceLineEndings("\n"), discardStack && !completed, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> FinishNowAsync(TaskId id, bool completed, string? note, bool discardStack, string source, CancellationToken cancellationToken)
    {
        var state = completed ? TaskState.Completed : TaskState.Failed;
        var finished = await ChangeAsync(
            id,
            task => task.State is TaskState.Running,
            task => task with { State = state, EndedAt = clock.GetUtcNow(), Result = string.IsNullOrWhiteSpace(note) ? null : note },
            EventKinds.Outcome, $"{Words.Of(state)}{(string.IsNullOrWhiteSpace(note) ? "" : ": " + note)}", source, "Only a running task can be completed or failed.", cancellationToken);
        if (finished is not TaskOutcome.Done(var task))
        {
            return finished;
        }

        await statuses.ApplyAsync(id, new ClaudeSignal.StoppedByUser(), cancellationToken);
        await messages.DropQueuedAsync(id, cancellationToken);
        await sessions.EndAsync(task, cancellationToken);
        if (discardStack)
        {
            await sessions.DiscardStackAsync(task, cancellationToken);
        }

        return Current(id);
    }

    /// <summary>Takes a completed or failed task up again: its conversation is resumed.</summary>
    public Task<TaskOutcome> ReopenAsync(TaskId id, string source, CancellationToken cancellationToken) =>
        InTurnAsync(id, () => ReopenNowAsync(id, source, CancellationToken.None), cancellationToken);

    private async Task<TaskOutcome> ReopenNowAsync(TaskId id, string source, CancellationToken cancellationToken)
    {
        var reopened = await ChangeAsync(
            id,
            task => task.CanReopen,
            task => task with { State = TaskState.Running, EndedAt = null, Result = null, Restarts = task.Restarts + 1, ClaudeSessionId = task.ClaudeSessionId ?? Guid.NewGuid().ToString() },
            EventKinds.Outcome, "reopened", source, "Only a completed or failed task can be reopened.", cancellationToken);
        return reopened is TaskOutcome.Done(var task) ? await LaunchAsync(task, cancellationToken) : reopened;
    }

    /// <summary>Removes a task with its brief, its history and its decisions. What it did to the project stays, and so does Claude Code's own transcript.</summary>
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

        // Gone, it would hold nobody up any more: what waits for it would start as if it were done.
        if (task.State is not TaskState.Completed && tasks.All().FirstOrDefault(other => other.State is TaskState.Pending && other.After.Contains(id)) is { } waiting)
        {
            return new TaskOutcome.Refused($"Task {waiting.Id} waits for task {id}: {waiting.Title}. Let it wait for something else first, or complete this one.");
        }

        await tasks.DeleteAsync(id, cancellationToken);
        statuses.Forget(id);
        events.Publish(ChangeKind.TaskDeleted, id.ToString());
        return new TaskOutcome.Done(task);
    }
}
