namespace Chorus.Claude;

/// <summary>Says of a signal where it comes from and, in one line, what it says: so that a status can be explained afterwards.</summary>
public static class SignalWords
{
    public static StatusSource SourceOf(ClaudeSignal signal) => signal switch
    {
        ClaudeSignal.RegistryObserved => StatusSource.Registry,
        ClaudeSignal.ScreenObserved or ClaudeSignal.RetryObserved => StatusSource.Screen,
        ClaudeSignal.PaneDied or ClaudeSignal.SessionGone or ClaudeSignal.TmuxLost => StatusSource.Pane,
        ClaudeSignal.ServerStarted or ClaudeSignal.Launched or ClaudeSignal.InterruptSent or ClaudeSignal.StoppedByUser or ClaudeSignal.PermissionClosed => StatusSource.Chorus,
        _ => StatusSource.Hook,
    };

    public static string Of(ClaudeSignal signal) => signal switch
    {
        ClaudeSignal.ServerStarted => "Chorus was started",
        ClaudeSignal.Launched => "Claude Code was started",
        ClaudeSignal.InterruptSent => "Escape was sent",
        ClaudeSignal.StoppedByUser => "You stopped it",
        ClaudeSignal.PermissionAsked asked => $"PermissionRequest: {asked.Detail}",
        ClaudeSignal.PermissionClosed closed => closed.Interrupts ? "The request was closed, and the turn with it" : "The request was closed",
        ClaudeSignal.PermissionLost => "The hook of the request is gone",
        ClaudeSignal.SessionStarted started => $"SessionStart ({started.Source})",
        ClaudeSignal.PromptSubmitted => "UserPromptSubmit",
        ClaudeSignal.ToolStarted tool => $"PreToolUse {tool.Summary}{Agent(tool.AgentId)}",
        ClaudeSignal.ToolEnded tool => $"{(tool.Failed ? "PostToolUseFailure" : "PostToolUse")} {tool.Tool}{Agent(tool.AgentId)}{(tool.Interrupted ? ", interrupted" : "")}",
        ClaudeSignal.SubagentStarted => "SubagentStart",
        ClaudeSignal.SubagentEnded => "SubagentStop",
        ClaudeSignal.Compacting compacting => compacting.Finished ? "PostCompact" : "PreCompact",
        ClaudeSignal.TurnEnded ended => $"Stop{Background(ended)}",
        ClaudeSignal.TurnFailed failed => $"StopFailure ({failed.Error})",
        ClaudeSignal.Notified notified => $"Notification ({notified.Type})",
        ClaudeSignal.SessionEnded ended => $"SessionEnd ({ended.Reason})",
        ClaudeSignal.RegistryObserved registry => (registry.WaitingFor is { } what ? $"{registry.Status}: {what}" : registry.Status) + Beside(registry.Screen),
        ClaudeSignal.RetryObserved retry => retry.Detail ?? "No retry any more",
        ClaudeSignal.ScreenObserved screen => screen.Detail.Length > 0 ? $"{screen.State}: {screen.Detail}" : screen.State.ToString(),
        ClaudeSignal.PaneDied died => died switch
        {
            { Signal: null, ExitStatus: null, LeftBehind: true } => "The program ended, tmux does not say how; it left its session file behind",
            { Signal: { } number } => $"The program ended by signal {number}",
            { ExitStatus: { } status } => $"The program ended with status {status}",
            _ => "The program ended, tmux does not say how",
        },
        ClaudeSignal.SessionGone => "The session is gone",
        ClaudeSignal.TmuxLost => "The tmux server is gone",
        _ => signal.GetType().Name,
    };

    private static string Agent(string? id) => id is null ? "" : " (subagent)";

    private static string Beside(ScreenReading? screen) => screen switch
    {
        null => "",
        { LastTurn: not LastTurn.Unknown } => $" (the screen: {screen.State}, last turn {screen.LastTurn})",
        _ => $" (the screen: {screen.State})",
    };

    private static string Background(ClaudeSignal.TurnEnded ended) => (ended.BackgroundAgents, ended.BackgroundShells) switch
    {
        (0, 0) => "",
        var (agents, shells) => $", in the background: {agents} subagents, {shells} shells",
    };
}
