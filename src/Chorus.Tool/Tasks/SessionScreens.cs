using System.Collections.Concurrent;
using Chorus.Events;

namespace Chorus.Tasks;

/// <summary>The screens somebody looks at. Only watched screens are captured on every change.</summary>
public sealed class SessionScreens(EventBus events)
{
    private readonly ConcurrentDictionary<TaskId, string> latest = [];
    private readonly ConcurrentDictionary<TaskId, int> watchers = [];

    /// <summary>The newest capture, with colour escapes, or null before the first one.</summary>
    public string? Latest(TaskId task) => latest.GetValueOrDefault(task);

    public bool IsWatched(TaskId task) => watchers.GetValueOrDefault(task) > 0;

    /// <summary>Has the screen captured as long as the result is not disposed.</summary>
    public IDisposable Watch(TaskId task)
    {
        watchers.AddOrUpdate(task, 1, (_, count) => count + 1);
        return new Watcher(this, task);
    }

    /// <summary>Takes a capture over; tells the listeners when it shows something new.</summary>
    public void Set(TaskId task, string screen)
    {
        // The program rarely fills its screen; the empty lines below it would push it out of sight.
        var shown = screen.TrimEnd();
        if (latest.GetValueOrDefault(task) == shown)
        {
            return;
        }

        latest[task] = shown;
        events.Publish(ChangeKind.Screen, task.ToString());
    }

    public void Forget(TaskId task) => latest.TryRemove(task, out _);

    private sealed class Watcher(SessionScreens screens, TaskId task) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                screens.watchers.AddOrUpdate(task, 0, (_, count) => count - 1);
            }
        }
    }
}
