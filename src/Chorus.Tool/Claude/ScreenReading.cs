namespace Chorus.Claude;

/// <summary>What a screen shows, and the line of it that says so.</summary>
public sealed record ScreenReading(ScreenState State, string Detail)
{
    /// <summary>How the last turn ended, when it is to be seen.</summary>
    public LastTurn LastTurn { get; init; }

    public bool IsIdle => State is ScreenState.Idle or ScreenState.IdleWithError or ScreenState.Limited or ScreenState.NeedsLogin;

    public bool IsDialog => State is ScreenState.WaitingForTool or ScreenState.WaitingForQuestion or ScreenState.WaitingForPlan or ScreenState.WaitingForTrust
        or ScreenState.WaitingForApiKey or ScreenState.WaitingForSettings or ScreenState.WaitingForOther;
}

/// <summary>How what stands above the input box ended.</summary>
public enum LastTurn
{
    Unknown,
    Done,
    Compacted,
    Interrupted,
}
