using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Events;

namespace Chorus.Tasks;

/// <summary>The pending tasks as a queue: whether it starts tasks by itself, how much room there is, and who is next.</summary>
public sealed class Backlog(TaskStore tasks, StatusTracker statuses, SettingStore settings, EventBus events, ChorusOptions options)
{
    private const string PausedSetting = "queue_paused";

    // Read by every page; written only here.
    private volatile bool isPaused = settings.Read(PausedSetting) == "true";

    /// <summary>The user has told it to start nothing by itself.</summary>
    public bool IsPaused => isPaused;

    /// <summary><c>[queue] auto_start</c>.</summary>
    public bool StartsByItself => options.Queue.AutoStart;

    public int MaxRunning => options.Queue.MaxRunning;

    /// <summary>Tasks whose Claude lives, or was lost with the machine and will be resumed; a stopped one takes no room.</summary>
    public int Running => tasks.Running().Count(task => statuses.Of(task) is { IsAlive: true } or { Reason: ClaudeReason.Lost });

    /// <summary>The task to start now; null while the queue is paused, off, full, or everybody in it waits for others.</summary>
    public ChorusTask? Next(Func<ChorusTask, bool> isPossible)
    {
        if (isPaused || !StartsByItself || Running >= MaxRunning)
        {
            return null;
        }

        var all = tasks.All();
        return QueueOrder.Pending(all).FirstOrDefault(task => isPossible(task) && QueueOrder.Awaited(task, all).Count == 0);
    }

    public async Task PauseAsync(bool paused, CancellationToken cancellationToken)
    {
        await settings.WriteAsync(PausedSetting, paused ? "true" : "false", cancellationToken);
        isPaused = paused;
        events.Publish(ChangeKind.Server, "queue");
    }
}
