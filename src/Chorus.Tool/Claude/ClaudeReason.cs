namespace Chorus.Claude;

/// <summary>Why a status is what it is. JSON uses the kebab-case names of the HTTP contract.</summary>
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
