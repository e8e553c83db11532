using System.Collections.Concurrent;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>Which pane belongs to which task, as the last look at tmux found it.</summary>
public sealed class SessionMap
{
    private readonly ConcurrentDictionary<TaskId, TmuxPane> panes = [];

    public TmuxPane? Find(TaskId task) => panes.GetValueOrDefault(task);

    public void Set(TaskId task, TmuxPane pane) => panes[task] = pane;

    public void Remove(TaskId task) => panes.TryRemove(task, out _);

    /// <summary>Replaces the whole map by what a listing found.</summary>
    public void Replace(IReadOnlyDictionary<TaskId, TmuxPane> found)
    {
        foreach (var (task, pane) in found)
        {
            panes[task] = pane;
        }

        foreach (var task in panes.Keys.Where(task => !found.ContainsKey(task)))
        {
            panes.TryRemove(task, out _);
        }
    }
}
