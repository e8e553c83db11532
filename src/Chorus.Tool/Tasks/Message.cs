namespace Chorus.Tasks;

/// <summary>Where a message stands on its way into the session.</summary>
public enum MessageState
{
    /// <summary>Waits until the session can take text.</summary>
    Queued,
    /// <summary>Being typed right now.</summary>
    Typing,
    Sent,
    /// <summary>The server ended while it was being typed: it may have arrived, so it is never typed again by itself.</summary>
    Unknown,
    /// <summary>The task ended first, or the user took it back.</summary>
    Dropped,
}

/// <summary>Text the user wants the agent to read, typed into its session exactly once.</summary>
/// <param name="Source">browser or cli.</param>
/// <param name="ArrivedAt">When Claude Code told that it took it; null while it did not, or when nobody heard.</param>
public sealed record Message(long Id, TaskId TaskId, string Text, MessageState State, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, string Source, DateTimeOffset? ArrivedAt);
