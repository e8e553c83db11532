using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The right side of the board: one task with everything that belongs to it.</summary>
public sealed record TaskView
{
    public required HeadView Head { get; init; }
    public required DecisionSlotView Decision { get; init; }
    public required ScreenView Screen { get; init; }
    public required SayView Say { get; init; }
    public required WhyView Why { get; init; }
    public required VisibleText Brief { get; init; }
    /// <summary>What to look at twice in title and brief before the task starts.</summary>
    public required WarningsView Warnings { get; init; }
    /// <summary>Only while the task may still be edited.</summary>
    public TaskFormView? Edit { get; init; }

    public required TaskTab Tab { get; init; }
    public required ChangesView Changes { get; init; }

    public static TaskView From(ChorusTask task, BoardFacts facts, DateTimeOffset now) => new()
    {
        Tab = facts.Sight.Tab,
        Changes = ChangesView.From(task, facts),
        Head = HeadView.From(task, facts, now),
        Decision = DecisionSlotView.From(task, facts, now),
        Screen = ScreenView.From(task, facts.Screen),
        Say = SayView.From(task, facts),
        Why = WhyView.From(facts.Events),
        Brief = VisibleText.Of(task.Brief),
        Warnings = new WarningsView([.. Judge("title", task.Title), .. Judge("brief", task.Brief)]),
        Edit = task.CanEdit ? TaskFormView.Edit(task, facts) : null,
    };

    private static IEnumerable<string> Judge(string place, string text) => UntrustedText.FindingsIn(text).Select(finding => $"{place}: {finding}");
}
