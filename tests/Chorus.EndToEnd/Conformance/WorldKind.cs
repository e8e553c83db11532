namespace Chorus.EndToEnd.Conformance;

/// <summary>The machines on which the cases are played; most share one.</summary>
internal enum WorldKind
{
    Shared,
    /// <summary>Claude Code believes that it has a subscription.</summary>
    Subscription,
    /// <summary>Subagents run in the foreground, as older versions had them.</summary>
    ForegroundAgents,
    /// <summary>The project's folder was never trusted.</summary>
    Untrusted,
    /// <summary>The project's own settings file is no JSON.</summary>
    BrokenSettings,
    /// <summary>Claude Code is started without the hooks that it should have.</summary>
    Hookless,
    /// <summary>The API can be taken away.</summary>
    Unreachable,
    /// <summary>The tmux server is ended.</summary>
    TmuxLost,
    /// <summary>Chorus is killed in the middle, and started again.</summary>
    Restarted,
}
