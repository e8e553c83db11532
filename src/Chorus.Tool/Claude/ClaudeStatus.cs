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
    /// <summary>The conversation is being compacted, a turn that ends without a hook.</summary>
    public bool Compacting { get; init; }

    public bool IsAlive => Activity is not ClaudeActivity.Stopped;
}
