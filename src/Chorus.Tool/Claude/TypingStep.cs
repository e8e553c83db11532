namespace Chorus.Claude;

/// <summary>One step of bringing text into Claude Code's input box.</summary>
public abstract record TypingStep
{
    private TypingStep()
    {
    }

    /// <summary>A bracketed paste.</summary>
    public sealed record Paste(string Text) : TypingStep;

    /// <summary>A key by its tmux name.</summary>
    public sealed record Key(string Name) : TypingStep;
}
