using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Everything read before a page or a live fragment is made; the views are pure functions of it.</summary>
public sealed record BoardFacts
{
    public required string Project { get; init; }
    public required IReadOnlyList<ChorusTask> Tasks { get; init; }
    /// <summary>Open permission requests of all tasks.</summary>
    public required IReadOnlyList<PermissionRequest> Open { get; init; }
    public required int MaxRunning { get; init; }
    /// <summary>The task shown on the right, if any.</summary>
    public TaskId? Chosen { get; init; }
    /// <summary>The request shown, when the chosen task has several; null shows its oldest.</summary>
    public string? ChosenRequest { get; init; }
    /// <summary>Last screen of the chosen task as captured, colours included; null when there is none.</summary>
    public string? Screen { get; init; }
    /// <summary>Status events of the chosen task, newest first.</summary>
    public IReadOnlyList<StatusEventView> Events { get; init; } = [];
    public TaskTab Tab { get; init; } = TaskTab.Session;

    public ChorusTask? ChosenTask => Tasks.FirstOrDefault(task => task.Id == Chosen);

    /// <summary>What <c>/</c> shows on a wide screen: who has waited longest, else the first of the list.</summary>
    public static TaskId? FirstToShow(IReadOnlyList<ChorusTask> tasks, IReadOnlyList<PermissionRequest> open) =>
        ListView.From(new BoardFacts { Project = "", Tasks = tasks, Open = open, MaxRunning = 0 }, DateTimeOffset.UnixEpoch).First?.Id;

    /// <summary>Open requests of one task, oldest first.</summary>
    public IReadOnlyList<PermissionRequest> OpenOf(TaskId id) =>
        [.. Open.Where(request => request.TaskId == id).OrderBy(request => request.CreatedAt)];

    public Standing StandingOf(ChorusTask task) => Standing.Of(task, OpenOf(task.Id) is [var oldest, ..] ? oldest : null);

    public BarView Bar => new(
        UntrustedText.VisibleLine(Project),
        Tasks.Count(task => StandingOf(task).Group == BoardGroup.NeedsYou),
        Tasks.Count(task => task.State is TaskState.Running),
        MaxRunning);
}

/// <summary>The tabs of a task.</summary>
public enum TaskTab
{
    Session,
    Brief,
    History,
}
