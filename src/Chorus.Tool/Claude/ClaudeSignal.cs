namespace Chorus.Claude;

/// <summary>Something seen or done that may change a <see cref="ClaudeStatus"/>.</summary>
public abstract record ClaudeSignal
{
    private ClaudeSignal() { }

    // From Chorus itself.
    /// <summary>Chorus itself was started, and may have missed hooks.</summary>
    public sealed record ServerStarted : ClaudeSignal;
    /// <summary>Chorus started a Claude process, perhaps with a first prompt.</summary>
    public sealed record Launched(bool WithPrompt) : ClaudeSignal;
    /// <summary>Chorus sent Escape to the session.</summary>
    public sealed record InterruptSent : ClaudeSignal;
    /// <summary>Chorus stopped the session on the user's wish.</summary>
    public sealed record StoppedByUser : ClaudeSignal;
    /// <summary>A permission request was stored and shown.</summary>
    public sealed record PermissionAsked(string RequestId, ClaudeReason Reason, string Detail) : ClaudeSignal;
    /// <summary>A permission request is no longer open. <paramref name="Interrupts"/>: the decision also ends the turn.</summary>
    public sealed record PermissionClosed(string RequestId, bool Interrupts) : ClaudeSignal
    {
        public bool Denied { get; init; }
    }

    /// <summary>The hook that waited for a request's answer is gone: it was answered in the terminal, or the hook died.</summary>
    public sealed record PermissionLost(string RequestId) : ClaudeSignal;

    // From hooks.
    public sealed record SessionStarted(string Source, string SessionId, string? TranscriptPath) : ClaudeSignal;
    /// <summary>A prompt was sent, at once or into the queue of the turn that runs.</summary>
    public sealed record PromptSubmitted(string Prompt) : ClaudeSignal
    {
        /// <summary>The turn it belongs to; in the queue, the turn that runs.</summary>
        public string? PromptId { get; init; }
    }

    /// <summary><paramref name="Summary"/> is one line such as "Bash: npm test".</summary>
    public sealed record ToolStarted(string Tool, string Summary, string? AgentId) : ClaudeSignal;
    public sealed record ToolEnded(string Tool, string? AgentId, bool Failed, bool Interrupted) : ClaudeSignal;
    public sealed record SubagentStarted(string AgentId) : ClaudeSignal;
    public sealed record SubagentEnded(string AgentId) : ClaudeSignal;
    /// <summary>The conversation is compacted; on the user's command that is a turn of its own.</summary>
    public sealed record Compacting(bool Finished) : ClaudeSignal
    {
        public bool Manual { get; init; }
    }

    /// <summary>The turn is over; counts are what goes on in the background.</summary>
    public sealed record TurnEnded(int BackgroundAgents, int BackgroundShells, string LastMessage) : ClaudeSignal
    {
        public string? PromptId { get; init; }
    }

    /// <summary><paramref name="Error"/> is Claude's word: server_error, authentication_failed, rate_limit, ...</summary>
    public sealed record TurnFailed(string Error, string Message) : ClaudeSignal;
    /// <summary><paramref name="Type"/>: permission_prompt, idle_prompt, agent_needs_input.</summary>
    public sealed record Notified(string Type, string Message) : ClaudeSignal;
    /// <summary><paramref name="Reason"/>: clear, prompt_input_exit, other, ...</summary>
    public sealed record SessionEnded(string Reason) : ClaudeSignal;

    // From Claude's session registry file. Status: busy, idle, waiting or shell.
    public sealed record RegistryObserved(string Status, string? WaitingFor, DateTimeOffset StatusUpdatedAt) : ClaudeSignal
    {
        /// <summary>What the screen showed beside it; looked at only where the file says something new.</summary>
        public ScreenReading? Screen { get; init; }
    }

    // From the screen.
    /// <summary>The last resort, where there is no registry file.</summary>
    public sealed record ScreenObserved(ScreenState State, string Detail) : ClaudeSignal;
    /// <summary>The model was asked in vain and will be asked again; null: that is over.</summary>
    public sealed record RetryObserved(string? Detail) : ClaudeSignal;

    // From tmux.
    /// <summary>The pane's program ended. Both may be unknown (null).</summary>
    public sealed record PaneDied(int? ExitStatus, int? Signal) : ClaudeSignal
    {
        /// <summary>It left its session file behind, which a program that ends by itself does not.</summary>
        public bool LeftBehind { get; init; }
        /// <summary>What it printed last, when that is no screen of its own.</summary>
        public string LastWords { get; init; } = "";
    }

    /// <summary>The tmux session vanished although nobody told Chorus to end it: it is missing in the list that was asked for at the time given.</summary>
    public sealed record SessionGone(DateTimeOffset LookedAt) : ClaudeSignal;
    /// <summary>The whole tmux server is gone (killed, crashed, machine restarted).</summary>
    public sealed record TmuxLost : ClaudeSignal;
}

/// <summary>What a screen shows, by the patterns of the recorded samples.</summary>
public enum ScreenState
{
    Unknown,
    Idle,
    Busy,
    IdleWithError,
    Limited,
    NeedsLogin,
    WaitingForTool,
    WaitingForQuestion,
    WaitingForPlan,
    WaitingForTrust,
    WaitingForApiKey,
    WaitingForSettings,
    WaitingForOther,
    NoNetwork,
    Exited,
}
