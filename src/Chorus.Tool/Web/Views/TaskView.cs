using Chorus.Claude;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The right side of the board: one task with everything that belongs to it.</summary>
public sealed record TaskView
{
    public required HeadView Head { get; init; }
    public required DecisionSlotView Decision { get; init; }
    public required ScreenView Screen { get; init; }
    public required WhyView Why { get; init; }
    public required VisibleText Brief { get; init; }
    /// <summary>What to look at twice in title and brief before the task starts.</summary>
    public required WarningsView Warnings { get; init; }
    /// <summary>Only while the task may still be edited.</summary>
    public TaskFormView? Edit { get; init; }

    public TaskTab Tab => Head.Tab;

    public static TaskView From(ChorusTask task, BoardFacts facts, DateTimeOffset now) => new()
    {
        Head = HeadView.From(task, facts, now),
        Decision = DecisionSlotView.From(task, facts, now),
        Screen = ScreenView.From(task, facts.Screen),
        Why = WhyView.From(facts.Events),
        Brief = VisibleText.Of(task.Brief),
        Warnings = new WarningsView([.. Judge("title", task.Title), .. Judge("brief", task.Brief)]),
        Edit = task.CanEdit ? TaskFormView.Edit(task, facts) : null,
    };

    private static IEnumerable<string> Judge(string place, string text) => UntrustedText.FindingsIn(text).Select(finding => $"{place}: {finding}");
}

/// <summary>Title, state and actions of a task.</summary>
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
    public required IReadOnlyList<TaskAction> Actions { get; init; }
    public required TaskTab Tab { get; init; }
    public required string SessionName { get; init; }
    /// <summary>The one action that stands outside the menu; null when all are in it.</summary>
    public TaskAction? First => Actions.Count > 0 && (Actions[0].IsMain || Actions[0].Key.Length > 0 || !CanFinish) ? Actions[0] : null;
    /// <summary>What the menu holds.</summary>
    public IEnumerable<TaskAction> Others => Actions.Where(action => action != First);

    public bool CanFinish => State == "running";
    public bool CanDelete => State != "running";
    public string Href => $"/tasks/{Id}";

    public static HeadView From(ChorusTask task, BoardFacts facts, DateTimeOffset now)
    {
        var row = RowView.From(task, facts, now);
        return new HeadView
        {
            Id = task.Id,
            Title = row.Title,
            Group = row.Group,
            State = StateWord(task.State),
            Why = row.Why,
            Source = task.State is TaskState.Running ? StatusWords.Source(task.Claude.Source) : "",
            Since = row.Since,
            Age = row.Age,
            Actions = TaskAction.For(task),
            Tab = facts.Tab,
            SessionName = task.SessionName,
        };
    }

    private static string StateWord(TaskState state) => state switch
    {
        TaskState.Pending => "pending",
        TaskState.Running => "running",
        TaskState.Completed => "completed",
        _ => "failed",
    };
}

/// <summary>A button in a task's head: word, symbol, request, and whether it is the one to press.</summary>
public sealed record TaskAction(string Word, string Icon, string Method, string Path, bool IsMain)
{
    /// <summary>Key that presses it, for the hint on the button.</summary>
    public string Key { get; init; } = "";
    /// <summary>Question to confirm first; empty for none.</summary>
    public string Confirm { get; init; } = "";
    /// <summary>Sent as the form field <c>outcome</c>; empty for none.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What fits the state. Finishing and deleting stand apart, in menus.</summary>
    public static IReadOnlyList<TaskAction> For(ChorusTask task) => task.State switch
    {
        TaskState.Pending => [new("Start", "play", "post", $"/tasks/{task.Id}/run", IsMain: true)],
        TaskState.Running => Running(task),
        _ => [new("Reopen", "reopen", "post", $"/tasks/{task.Id}/outcome", IsMain: false) { Outcome = "reopened" }],
    };

    private static IReadOnlyList<TaskAction> Running(ChorusTask task)
    {
        var restart = new TaskAction("Restart", "restart", "post", $"/tasks/{task.Id}/restart", IsMain: false);
        if (task.Claude.Activity is ClaudeActivity.Stopped)
        {
            return [restart with { IsMain = true }];
        }

        var stop = new TaskAction("Stop", "stop", "delete", $"/tasks/{task.Id}/run", IsMain: false);
        return task.Claude.Activity is ClaudeActivity.Busy or ClaudeActivity.Waiting
            ? [new("Interrupt", "pause", "post", $"/tasks/{task.Id}/interrupt", IsMain: false) { Key = "i" }, stop, restart]
            : [stop, restart];
    }
}

/// <summary>What the session shows, as safe HTML, or a line that says why there is nothing to show.</summary>
public sealed record ScreenView(TaskId Id, string State, string Html, string Note)
{
    /// <summary>Takes the screen as captured from tmux, colours included.</summary>
    public static ScreenView From(ChorusTask task, string? ansi)
    {
        var html = string.IsNullOrWhiteSpace(ansi) ? "" : TerminalHtml.Render(ansi);
        var live = task.State is TaskState.Running && task.Claude.Activity is not ClaudeActivity.Stopped;
        var state = live ? "live" : "still";
        var note = (task.State, live) switch
        {
            (TaskState.Pending, _) => "The session's screen appears here when the task starts.",
            (TaskState.Running, true) => html.Length > 0 ? "Live" : task.Claude.Activity is ClaudeActivity.Starting ? "Claude is starting." : "The screen appears here in a moment.",
            (TaskState.Running, false) => "Claude is not running. Restart resumes the conversation.",
            _ => html.Length > 0 ? "The last screen." : "This task has no session any more.",
        };
        return new ScreenView(task.Id, state, html, note);
    }
}
