namespace Chorus.Claude;

/// <summary>One thing to send to the pane; a plan's steps go in order, with nothing of anybody else in between.</summary>
public abstract record TypingStep
{
    private TypingStep() { }

    /// <summary>Paste this, bracketed, with its newlines as they are (<c>paste-buffer -p -r</c>).</summary>
    public sealed record Paste(string Text) : TypingStep;
    /// <summary>Press this key, by tmux' name for it.</summary>
    public sealed record Key(string Name) : TypingStep;
}
