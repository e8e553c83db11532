using System.Collections.Concurrent;
using Chorus.Claude;
using Chorus.Events;

namespace Chorus.Tasks;

/// <summary>
/// The only writer of statuses: applies signals one after the other, stores what changed together with the event that explains it,
/// then tells the listeners. What did not change costs no write.
/// </summary>
public sealed class StatusTracker(TaskStore tasks, SignalLog log, EventBus events, TimeProvider clock)
{
    private readonly ConcurrentDictionary<TaskId, Entry> entries = [];

    /// <summary>The newest status of a task, which may have heard more than the stored one.</summary>
    public ClaudeStatus Of(ChorusTask task) => entries.TryGetValue(task.Id, out var entry) && entry.Status is { } status ? status : task.Claude;

    /// <summary>Applies one signal that was heard just now.</summary>
    /// <returns>The status now, or null when there is no such task.</returns>
    public Task<ClaudeStatus?> ApplyAsync(TaskId id, ClaudeSignal signal, CancellationToken cancellationToken) => ApplyAsync(id, signal, clock.GetUtcNow(), cancellationToken);

    /// <param name="heardAt">When it arrived, for the record: it may have waited for its turn.</param>
    public async Task<ClaudeStatus?> ApplyAsync(TaskId id, ClaudeSignal signal, DateTimeOffset heardAt, CancellationToken cancellationToken)
    {
        var entry = entries.GetOrAdd(id, _ => new Entry());
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if ((entry.Status ?? tasks.Find(id)?.Claude) is not { } before)
            {
                return null;
            }

            var now = clock.GetUtcNow();
            var after = before.After(signal, now);
            if (!before.LooksLike(after) || signal is ClaudeSignal.SessionStarted)
            {
                await StoreAsync(id, before, after, signal, now, cancellationToken);
                events.Publish(ChangeKind.Task, id.ToString());
            }
            else if (before.DialogSeen != after.DialogSeen)
            {
                // Not visible, but a restarted server must know it to notice an answer given in the terminal meanwhile.
                await StoreAsync(id, before, after, signal, now, cancellationToken);
            }

            // Only now: when storing failed, the next signal starts from what is stored.
            entry.Status = after;
            log.Add(id, signal, before.LooksLike(after) ? null : Told(after), heardAt);
            return after;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public void Forget(TaskId id)
    {
        entries.TryRemove(id, out _);
        log.Forget(id);
    }

    private static string Told(ClaudeStatus status) =>
        status.Reason is ClaudeReason.None ? Words.Of(status.Activity) : $"{Words.Of(status.Activity)}, {Words.Of(status.Reason)}";

    private Task<ChorusTask?> StoreAsync(TaskId id, ClaudeStatus before, ClaudeStatus after, ClaudeSignal signal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isNewStatus = before.Activity != after.Activity || before.Reason != after.Reason;
        IReadOnlyList<TaskEvent> history = isNewStatus
            ? [new TaskEvent(0, id, now, "status", Words.Of(before.Activity), Words.Of(after.Activity), Words.Of(after.Reason), after.Detail, Words.Of(after.Source))]
            : [];
        return tasks.UpdateAsync(id, task => WithSession(task with { Claude = after }, signal), history, cancellationToken);
    }

    /// <summary>/clear changes the conversation's id, so the last one seen is the one to resume.</summary>
    private static ChorusTask WithSession(ChorusTask task, ClaudeSignal signal) => signal is ClaudeSignal.SessionStarted started
        ? task with { ClaudeSessionId = started.SessionId, TranscriptPath = started.TranscriptPath ?? task.TranscriptPath }
        : task;

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public ClaudeStatus? Status { get; set; }
    }
}
