using System.Globalization;
using Chorus.Stacks;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Title, state, tabs and actions of a task.</summary>
public sealed record HeadView
{
    public required TaskId Id { get; init; }
    public required string Title { get; init; }
    public required BoardGroup Group { get; init; }
    /// <summary>pending, running, completed or failed.</summary>
    public required string State { get; init; }
    /// <summary>Reason and detail in one line; may be empty.</summary>
    public required string Why { get; init; }
    /// <summary>Where the status is known from; empty unless the task runs.</summary>
    public required string Source { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string Age { get; init; }
    /// <summary>Branch and counts; empty without a stack of its own.</summary>
    public required string Stack { get; init; }
    /// <summary>What is worth knowing before the task is finished or deleted; empty for nothing.</summary>
    public required string Unsaved { get; init; }
    public required IReadOnlyList<TaskAction> Actions { get; init; }
    public required IReadOnlyList<TabView> Tabs { get; init; }
    /// <summary>Where a phone goes back to.</summary>
    public required string BackUrl { get; init; }

    /// <summary>The one action that stands outside the menu; null when all are in it.</summary>
    public TaskAction? First => Actions.Count > 0 && (Actions[0].IsMain || Actions[0].Key.Length > 0 || !CanFinish) ? Actions[0] : null;
    /// <summary>What the menu holds.</summary>
    public IEnumerable<TaskAction> Others => Actions.Where(action => action != First);

    public bool CanFinish => State == "running";
    public bool CanDelete => State != "running";
    /// <summary>A stack of its own can be thrown away with the task.</summary>
    public bool CanDiscard => Stack.Length > 0;
    public string Href => $"/tasks/{Id}";

    /// <summary>What goes with a task that is deleted.</summary>
    public string DeleteQuestion => State == "pending"
        ? "Delete this task? Its brief and its history go with it."
        : $"Delete this task? Its brief and its history go with it; Claude's transcript {(CanDiscard ? "and the stack stay" : "stays")}.";

    public static HeadView From(ChorusTask task, BoardFacts facts, DateTimeOffset now)
    {
        var row = RowView.From(task, facts, now);
        var stack = facts.Stacks.GetValueOrDefault(task.Id);
        return new HeadView
        {
            Id = task.Id,
            Title = row.Title,
            Group = row.Group,
            State = Events.Words.Of(task.State),
            Why = row.Why,
            Source = task.State is TaskState.Running ? StatusWords.Source(task.Claude.Source) : "",
            Since = row.Since,
            Age = row.Age,
            Stack = row.Stack,
            Unsaved = stack is null ? "" : UnsavedWords(stack),
            Actions = TaskAction.For(task, facts),
            Tabs = [.. Enum.GetValues<TaskTab>().Select(tab => TabView.Of(tab, task, facts, stack))],
            BackUrl = facts.Sight.Place is Place.Inbox ? "/permissions" : facts.Sight.ListUrl,
        };
    }

    private static string UnsavedWords(StackDescription stack) =>
        stack.Uncommitted > 0 ? string.Create(CultureInfo.InvariantCulture, $"{stack.Uncommitted} changed {(stack.Uncommitted == 1 ? "file is" : "files are")} not committed.") : "";
}

/// <summary>A tab of a task.</summary>
/// <param name="Count">How much is in it; empty for what is not counted.</param>
public sealed record TabView(string Word, string Href, bool IsChosen, string Count)
{
    internal static TabView Of(TaskTab tab, ChorusTask task, BoardFacts facts, StackDescription? stack) => new(
        $"{tab}",
        facts.Sight.TaskUrl(task.Id, tab),
        tab == facts.Sight.Tab,
        tab is TaskTab.Changes && stack is { Uncommitted: > 0 } ? stack.Uncommitted.ToString(CultureInfo.InvariantCulture) : "");
}
