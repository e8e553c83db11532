namespace Chorus.Tasks;

/// <summary>The rules of the queue: what waits for what, in which order, and that nobody waits for himself. Pure functions of all tasks.</summary>
public static class QueueOrder
{
    /// <summary>Pending tasks in the order in which they start.</summary>
    public static IEnumerable<ChorusTask> Pending(IEnumerable<ChorusTask> tasks) =>
        tasks.Where(task => task.State is TaskState.Pending).OrderByDescending(task => task.Priority).ThenBy(task => task.Rank).ThenBy(task => task.Id.Value);

    /// <summary>The tasks this one still waits for.</summary>
    public static IReadOnlyList<ChorusTask> Awaited(ChorusTask task, IReadOnlyList<ChorusTask> all) =>
        [.. task.After.Select(id => all.FirstOrDefault(other => other.Id == id)).OfType<ChorusTask>().Where(other => other.State is not TaskState.Completed)];

    /// <summary>The circle that would arise if <paramref name="task"/> waited for <paramref name="after"/>, beginning and ending with it; null when there is none.</summary>
    public static IReadOnlyList<TaskId>? Circle(TaskId task, IReadOnlyList<TaskId> after, IReadOnlyList<ChorusTask> all)
    {
        var waits = all.ToDictionary(other => other.Id, other => other.After);
        waits[task] = after;
        var seen = new HashSet<TaskId>();
        return after.Select(first => Way(first, [task])).FirstOrDefault(circle => circle is not null);

        IReadOnlyList<TaskId>? Way(TaskId at, IReadOnlyList<TaskId> way)
        {
            IReadOnlyList<TaskId> longer = [.. way, at];
            if (at == task)
            {
                return longer;
            }

            return seen.Add(at) ? waits.GetValueOrDefault(at, []).Select(next => Way(next, longer)).FirstOrDefault(circle => circle is not null) : null;
        }
    }

    /// <summary>The rank that puts a pending task right before another one, or last of its priority; tasks of another priority do not matter.</summary>
    public static double RankBefore(ChorusTask task, TaskId? next, IReadOnlyList<ChorusTask> all)
    {
        var others = Pending(all).Where(other => other.Id != task.Id && other.Priority == task.Priority).ToList();
        var at = next is { } id ? others.FindIndex(other => other.Id == id) : others.Count;
        at = at < 0 ? others.Count : at;
        return (at > 0 ? others[at - 1].Rank : (double?)null, at < others.Count ? others[at].Rank : (double?)null) switch
        {
            (null, null) => task.Rank,
            ({ } before, null) => before + 1,
            (null, { } after) => after - 1,
            ({ } before, { } after) => (before + after) / 2,
        };
    }
}
