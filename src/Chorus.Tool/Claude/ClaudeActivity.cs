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
