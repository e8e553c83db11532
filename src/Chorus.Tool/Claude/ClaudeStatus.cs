namespace Chorus.Claude;

/// <summary>The status of a task's Claude, why, since when, and who said so. Only <see cref="After"/> makes a new one.</summary>
public sealed partial record ClaudeStatus
{
    public static ClaudeStatus NotStarted { get; } = new();

    public ClaudeActivity Activity { get; init; } = ClaudeActivity.Stopped;
    public ClaudeReason Reason { get; init; } = ClaudeReason.None;
    /// <summary>One human line: "Bash: npm test", "limit resets 20:50". May be empty.</summary>
    public string Detail { get; init; } = "";
    /// <summary>When the activity or its reason last changed.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.UnixEpoch;
    public StatusSource Source { get; init; } = StatusSource.Chorus;

    /// <summary>The permission requests that are open, oldest first. Not empty only while waiting.</summary>
    public IReadOnlyList<OpenQuestion> Questions { get; init; } = [];
    /// <summary>When a hook or Chorus itself last said something; what polls say must be newer than this to count.</summary>
    public DateTimeOffset HeardAt { get; init; } = DateTimeOffset.UnixEpoch;
    /// <summary>When Chorus last sent Escape, to tell the user's interrupt from one typed in the terminal.</summary>
    public DateTimeOffset? InterruptSentAt { get; init; }
    /// <summary>The registry has shown the dialog that is open; only then may it also say that the dialog is gone.</summary>
    public bool DialogSeen { get; init; }
    /// <summary>When the hook of the last question went away without an answer: the registry will say how that came.</summary>
    public DateTimeOffset? LostAt { get; init; }
    /// <summary>The conversation is being compacted, a turn that ends without a hook.</summary>
    public bool Compacting { get; init; }
    /// <summary>The process was started with a prompt that it has not begun to work on.</summary>
    public bool PromptComing { get; init; }
    /// <summary>The process' registry file has said busy: what it was started with has begun.</summary>
    public bool HasBegun { get; init; }
    /// <summary>The turn in which the user sent a further prompt; that one waits for the turn's end. Null when none waits.</summary>
    public string? QueuedIn { get; init; }
    /// <summary>What to return to: from a dialog that was opened in between, or when what was announced does not come.</summary>
    public EarlierStatus? Before { get; init; }
    /// <summary>What the last subagent in the foreground was started for.</summary>
    public string AgentDetail { get; init; } = "";
    /// <summary>No hook was heard since the start of the process or of Chorus, so the last ones may have been missed.</summary>
    public bool Unheard { get; init; }
    /// <summary>The process keeps a registry file, which tells dialogs and rest sooner than its notifications.</summary>
    public bool HasRegistry { get; init; }
    /// <summary>A hook told the end; tmux has still to say how the process ended.</summary>
    public bool EndUnexplained { get; init; }

    private bool Undecided => LostAt is not null;

    public bool IsAlive => Activity is not ClaudeActivity.Stopped;

    /// <summary>Whether a user would see the difference.</summary>
    public bool LooksLike(ClaudeStatus other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Activity == other.Activity && Reason == other.Reason && Detail == other.Detail && Questions.Count == other.Questions.Count;
    }
}

/// <summary>A status that may come back.</summary>
public sealed record EarlierStatus(ClaudeActivity Activity, ClaudeReason Reason, string Detail);
