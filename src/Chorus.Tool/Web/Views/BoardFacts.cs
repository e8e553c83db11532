using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Stacks;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Everything read before a page or a live fragment is made; the views are pure functions of it.</summary>
public sealed record BoardFacts
{
    public required string Project { get; init; }
    /// <summary>Most urgent first, then in the order of the queue.</summary>
    public required IReadOnlyList<ChorusTask> Tasks { get; init; }
    /// <summary>Open permission requests of all tasks.</summary>
    public required IReadOnlyList<PermissionRequest> Open { get; init; }
    public required int MaxRunning { get; init; }
    public Sight Sight { get; init; } = new();
    public QueueFacts Queue { get; init; } = new(IsPaused: false, StartsByItself: true, Running: 0);
    /// <summary>The stacks of tasks that have one of their own.</summary>
    public IReadOnlyDictionary<TaskId, StackDescription> Stacks { get; init; } = new Dictionary<TaskId, StackDescription>();
    /// <summary>Last screen of the chosen task as captured, colours included; null when there is none.</summary>
    public string? Screen { get; init; }
    /// <summary>Messages to the chosen task whose way is not over, oldest first.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];
    /// <summary>Status events of the chosen task, newest first.</summary>
    public IReadOnlyList<StatusEventView> Events { get; init; } = [];

    /// <summary>The rules that hold; read only for the page that lists them.</summary>
    public RuleFacts? Rules { get; init; }

    public TaskId? Chosen => Sight.Task;
    public ChorusTask? ChosenTask => Tasks.FirstOrDefault(task => task.Id == Chosen);

    /// <summary>What <c>/</c> shows on a wide screen: who has waited longest, else the first of the list.</summary>
    public TaskId? FirstToShow => ListView.From(this, DateTimeOffset.UnixEpoch).First?.Id;

    /// <summary>Open requests of one task, oldest first.</summary>
    public IReadOnlyList<PermissionRequest> OpenOf(TaskId id) =>
        [.. Open.Where(request => request.TaskId == id).OrderBy(request => request.CreatedAt)];

    public Standing StandingOf(ChorusTask task) => Standing.Of(task, OpenOf(task.Id) is [var oldest, ..] ? oldest : null);

    /// <summary>Pending tasks that wait for this one.</summary>
    public IReadOnlyList<ChorusTask> HeldUpBy(TaskId id) => [.. Tasks.Where(other => other.State is TaskState.Pending && other.After.Contains(id))];

    public BarView Bar => BarView.From(this);
}

/// <summary>How the queue stands.</summary>
/// <param name="StartsByItself"><c>[queue] auto_start</c>.</param>
/// <param name="Running">How many places are taken.</param>
public sealed record QueueFacts(bool IsPaused, bool StartsByItself, int Running);

/// <summary>All rules: those of Chorus, newest first, and those that stand in Claude Code's files.</summary>
public sealed record RuleFacts(IReadOnlyList<PermissionRule> Own, IReadOnlyList<ClaudeRule> Files);

/// <summary>The tabs of a task.</summary>
public enum TaskTab
{
    Session,
    Changes,
    Brief,
    History,
}
