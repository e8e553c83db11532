using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The form for a new task, or for one that has not started yet.</summary>
public sealed record TaskFormView
{
    /// <summary>Null for a new task.</summary>
    public TaskId? Id { get; init; }
    public string Title { get; init; } = "";
    public string Brief { get; init; } = "";
    public int Priority { get; init; }
    public IReadOnlyList<TaskId> After { get; init; } = [];
    public required string PermissionMode { get; init; }
    public string Model { get; init; } = "";
    public required string StackMode { get; init; }
    /// <summary>Tasks this one may wait for.</summary>
    public required IReadOnlyList<ChoiceView> Others { get; init; }
    public string Load { get; init; } = "";

    public bool IsNew => Id is null;

    /// <summary>Modes a person picks between; any other configured mode is offered as well.</summary>
    public IReadOnlyList<ChoiceView> Modes => Choices(
        PermissionMode,
        new("manual", "Ask"),
        new("acceptEdits", "Accept edits"),
        new("plan", "Plan first"));

    public IReadOnlyList<ChoiceView> StackModes => Choices(StackMode, new ChoiceView("none", "This tree"));

    public IReadOnlyList<ChoiceView> Priorities => Choices(
        Priority.ToString(System.Globalization.CultureInfo.InvariantCulture),
        new("-1", "Low"),
        new("0", "Normal"),
        new("1", "High"));

    public static TaskFormView New(BoardFacts facts, ChorusOptions options) => new()
    {
        PermissionMode = options.Claude.PermissionMode,
        Model = options.Claude.Model ?? "",
        StackMode = "none",
        Others = OthersOf(null, facts),
        Load = facts.Bar.Load,
    };

    public static TaskFormView Edit(ChorusTask task, BoardFacts facts) => new()
    {
        Id = task.Id,
        Title = task.Title,
        Brief = task.Brief,
        Priority = task.Priority,
        After = task.After,
        PermissionMode = task.PermissionMode,
        Model = task.Model ?? "",
        StackMode = task.StackMode,
        Others = OthersOf(task, facts),
        Load = facts.Bar.Load,
    };

    private static IReadOnlyList<ChoiceView> OthersOf(ChorusTask? task, BoardFacts facts) =>
        [.. facts.Tasks
            .Where(other => other.Id != task?.Id && (other.State is TaskState.Pending or TaskState.Running || task?.After.Contains(other.Id) == true))
            .Select(other => new ChoiceView(other.Id.ToString(), UntrustedText.VisibleLine(other.Title), task?.After.Contains(other.Id) == true))];

    private static IReadOnlyList<ChoiceView> Choices(string chosen, params ChoiceView[] offered)
    {
        var all = offered.Any(choice => choice.Value == chosen) ? offered : [.. offered, new ChoiceView(chosen, chosen)];
        return [.. all.Select(choice => choice with { IsChosen = choice.Value == chosen })];
    }
}

/// <summary>One value to choose in a form.</summary>
public sealed record ChoiceView(string Value, string Word, bool IsChosen = false);

/// <summary>A row of choices of which one holds.</summary>
public sealed record SegmentsView(string Legend, string Name, IReadOnlyList<ChoiceView> Choices);
