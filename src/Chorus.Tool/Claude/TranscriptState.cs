namespace Chorus.Claude;

/// <summary>What a conversation's id leads to, which decides how Claude Code is started.</summary>
public enum TranscriptState
{
    /// <summary>The id was never used: <c>--session-id</c> takes it.</summary>
    None,
    /// <summary>The id is used up, but nothing was said under it: neither <c>--resume</c> nor <c>--session-id</c> takes it.</summary>
    Empty,
    /// <summary><c>--resume</c> brings it back.</summary>
    Conversation,
}
