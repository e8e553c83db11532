namespace Chorus.Claude;

/// <summary>What a Claude process is doing, as far as its signals tell.</summary>
public enum ClaudeActivity
{
    Stopped,
    Starting,
    Idle,
    Busy,
    Waiting,
}

/// <summary>Why a status is what it is. JSON and storage use the kebab-case names of the HTTP contract.</summary>
public enum ClaudeReason
{
    None,
    TurnEnded,
    Interrupted,
    Permission,
    Question,
    Plan,
    Trust,
    Login,
    Limit,
    Error,
    Crashed,
    Exited,
    Killed,
    Lost,
    Queued,
    Background,
}

/// <summary>Which kind of signal decided a status.</summary>
public enum StatusSource
{
    Chorus,
    Hook,
    Registry,
    Pane,
    Screen,
}

/// <summary>The status of a task's Claude, why, since when, and who said so. Only <c>After</c> makes a new one.</summary>
public sealed partial record ClaudeStatus
{
    public static ClaudeStatus NotStarted { get; } = new();

    public ClaudeActivity Activity { get; init; } = ClaudeActivity.Stopped;
    public ClaudeReason Reason { get; init; } = ClaudeReason.None;
    /// <summary>One human line: "Bash: npm test", "limit resets 20:50". May be empty.</summary>
    public string Detail { get; init; } = "";
    public DateTimeOffset Since { get; init; } = DateTimeOffset.UnixEpoch;
    public StatusSource Source { get; init; } = StatusSource.Chorus;
}
