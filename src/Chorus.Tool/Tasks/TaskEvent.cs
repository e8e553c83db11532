namespace Chorus.Tasks;

/// <summary>One thing that happened to a task. For status changes <paramref name="From"/> and <paramref name="To"/> are activities.</summary>
/// <param name="Seq">Order of events; increases over all tasks.</param>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
/// <param name="Reason">Of a status: why. Of a tool: how it ended (ok, failed, interrupted), empty while it runs.</param>
/// <param name="Source">hook, registry, pane, screen, chorus, browser, cli, terminal, queue or rule.</param>
public sealed record TaskEvent(long Seq, TaskId TaskId, DateTimeOffset At, string Kind, string From, string To, string Reason, string Detail, string Source)
{
    /// <summary>Longest detail that is kept; a line of the history, not an archive.</summary>
    public const int DetailLimit = 500;

    /// <summary>Longest prompt that is kept: what the user said is worth more than what a tool is called with.</summary>
    public const int PromptLimit = 8000;

    /// <summary>What ties its end to it, such as the id of a tool call; null for what has no end.</summary>
    public string? Ref { get; init; }

    /// <summary>How long it took; null while it goes on or when it takes no time.</summary>
    public TimeSpan? Duration { get; init; }

    public static TaskEvent Note(TaskId task, DateTimeOffset at, string kind, string detail, string source) =>
        new(0, task, at, kind, "", "", "", detail, source);
}

/// <summary>The kinds of events, as stored.</summary>
public static class EventKinds
{
    public const string Status = "status";
    public const string Created = "created";
    public const string Edited = "edited";
    public const string Started = "started";
    public const string Stopped = "stopped";
    public const string Restarted = "restarted";
    /// <summary>A conversation began, was resumed or cleared.</summary>
    public const string Session = "session";
    /// <summary>A prompt that Claude Code took.</summary>
    public const string Prompt = "prompt";
    public const string Tool = "tool";
    public const string Subagent = "subagent";
    public const string Compaction = "compaction";
    /// <summary>The words a turn ended with.</summary>
    public const string Answer = "answer";
    public const string Decision = "decision";
    public const string Interrupt = "interrupt";
    public const string Outcome = "outcome";
    public const string Problem = "problem";
}
