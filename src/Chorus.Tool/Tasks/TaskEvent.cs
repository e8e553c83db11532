namespace Chorus.Tasks;

/// <summary>One thing that happened to a task. For status changes <paramref name="From"/> and <paramref name="To"/> are activities.</summary>
/// <param name="Seq">Order of events; increases over all tasks.</param>
/// <param name="Kind">status, created, edited, started, stopped, restarted, prompt, tool, decision, interrupt, outcome, problem.</param>
/// <param name="Source">hook, registry, pane, screen, chorus, browser, cli or terminal.</param>
public sealed record TaskEvent(long Seq, TaskId TaskId, DateTimeOffset At, string Kind, string From, string To, string Reason, string Detail, string Source)
{
    /// <summary>Longest detail that is kept; a history line, not an archive.</summary>
    public const int DetailLimit = 500;

    public static TaskEvent Note(TaskId task, DateTimeOffset at, string kind, string detail, string source) =>
        new(0, task, at, kind, "", "", "", detail, source);
}
