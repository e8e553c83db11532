using Chorus.Claude;

namespace Chorus.Tasks;

/// <content>What concerns the plan: adding, editing, order, and putting aside what was seen.</content>
public sealed partial class TaskLifecycle
{
    /// <summary>Adds a pending task.</summary>
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

    /// <summary>Changes a pending task; of one that has begun only the title and the priority, which its agent was never told to obey.</summary>
    public async Task<TaskOutcome> EditAsync(TaskId id, TaskDraft draft, string source, CancellationToken cancellationToken)
    {
        if ((draft.Problem(isNew: false) ?? UnknownPredecessor(draft) ?? CircleOf(id, draft)) is { } problem)
        {
            return new TaskOutcome.Invalid(problem);
        }

        return await ChangeAsync(
            id,
            task => task.CanEdit || draft.ChangesOnlyLabels(task),
            draft.ApplyTo,
            EventKinds.Edited, "", source,
            "Once it has begun, only its title and its priority can be changed.",
            cancellationToken);
    }

    /// <summary>Puts a pending task right before another one of the queue, or at its end; it takes over that one's priority.</summary>
    public async Task<TaskOutcome> MoveAsync(TaskId id, TaskId? before, CancellationToken cancellationToken)
    {
        if (before is { } next && tasks.Find(next) is not { State: TaskState.Pending })
        {
            return new TaskOutcome.Invalid($"Task {next} is not in the queue.");
        }

        return await ChangeAsync(
            id,
            task => task.State is TaskState.Pending,
            task => Ranked(task with { Priority = before is { } other ? tasks.Find(other)!.Priority : LowestPriority(task) }, before),
            kind: null, "", "", "Only pending tasks have a place in the queue.", cancellationToken);
    }

    /// <summary>Puts "your turn" aside without saying anything to the agent; it comes back with the next change.</summary>
    public Task<TaskOutcome> DismissAsync(TaskId id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        task => task.State is TaskState.Running && statuses.Of(task).Activity is ClaudeActivity.Idle,
        task => task with { DismissedAt = clock.GetUtcNow() },
        kind: null, "", "", "Only a task whose turn has ended can be put aside.", cancellationToken);

    private ChorusTask Ranked(ChorusTask task, TaskId? before) => task with { Rank = QueueOrder.RankBefore(task, before, tasks.All()) };

    private int LowestPriority(ChorusTask task) => QueueOrder.Pending(tasks.All()).Where(other => other.Id != task.Id).Select(other => other.Priority).DefaultIfEmpty(task.Priority).Min();

    private string? UnknownPredecessor(TaskDraft draft) =>
        draft.After?.Where(other => tasks.Find(other) is null).Select(other => $"There is no task {other} to wait for.").FirstOrDefault();

    private string? CircleOf(TaskId id, TaskDraft draft) => draft.After is { } after && QueueOrder.Circle(id, after, tasks.All()) is { } circle
        ? $"They would wait for each other for ever: {string.Join(" waits for ", circle.Select(task => $"task {task}"))}."
        : null;
}
