namespace Chorus.Claude;

/// <content>How a process ended: a hook may tell that it did, tmux tells how.</content>
public sealed partial record ClaudeStatus
{
    private ClaudeStatus AfterSession(ClaudeSignal.SessionEnded ended, DateTimeOffset now)
    {
        var earlier = new EarlierStatus(Activity, Reason, Detail);
        // "other" is a signal, a terminal that was closed, or a start that failed.
        var (reason, detail) = (ended.Reason, Activity) switch
        {
            ("other", ClaudeActivity.Starting) => (ClaudeReason.Crashed, "Claude Code did not start"),
            ("other", _) => (ClaudeReason.Killed, "Claude Code was ended from outside"),
            _ => (ClaudeReason.Exited, $"Claude Code ended ({ended.Reason})"),
        };
        var stopped = To(ClaudeActivity.Stopped, reason, detail, StatusSource.Hook, now);
        return stopped with { EndUnexplained = true, Before = earlier };
    }

    private ClaudeStatus AfterPane(ClaudeSignal signal, DateTimeOffset now)
    {
        // A list is as old as the question for it: a session that spoke since may have started only then.
        if ((Activity is ClaudeActivity.Stopped && !EndUnexplained) || (signal is ClaudeSignal.SessionGone gone && Activity is not ClaudeActivity.Stopped && HeardAt >= gone.LookedAt))
        {
            return this;
        }

        var isUnknown = signal is ClaudeSignal.PaneDied { Signal: null, ExitStatus: null, LeftBehind: false } && !WasStarting;
        if (Activity is ClaudeActivity.Stopped && (Reason is ClaudeReason.Exited || isUnknown))
        {
            // The hook said more than tmux does.
            return this with { EndUnexplained = false };
        }

        var (reason, detail) = HowItEnded(signal);
        return To(ClaudeActivity.Stopped, reason, detail, StatusSource.Pane, now) with { EndUnexplained = false };
    }

    private (ClaudeReason Reason, string Detail) HowItEnded(ClaudeSignal signal) => signal switch
    {
        ClaudeSignal.TmuxLost => (ClaudeReason.Lost, "The tmux server is gone; Restart resumes the conversation"),
        ClaudeSignal.SessionGone => (ClaudeReason.Killed, "The tmux session was ended outside Chorus"),
        ClaudeSignal.PaneDied { Signal: > 0 } died => (ClaudeReason.Killed, $"Claude Code was killed (signal {died.Signal})"),
        ClaudeSignal.PaneDied { ExitStatus: > 128 } died => (ClaudeReason.Killed, $"Claude Code was killed (signal {died.ExitStatus - 128})"),
        ClaudeSignal.PaneDied { ExitStatus: > 0 } died => (ClaudeReason.Crashed, WithWords($"Claude Code ended with status {died.ExitStatus}", died)),
        ClaudeSignal.PaneDied { ExitStatus: 0 } => (ClaudeReason.Exited, "Claude Code ended"),
        // tmux 3.3a sometimes misses how a program ended. Whoever leaves by itself takes its session file along.
        ClaudeSignal.PaneDied { LeftBehind: true } => (ClaudeReason.Killed, "Claude Code was killed, or crashed"),
        ClaudeSignal.PaneDied died when WasStarting => (ClaudeReason.Crashed, WithWords("Claude Code did not start", died)),
        _ => (ClaudeReason.Exited, "Claude Code ended, status unknown"),
    };

    private bool WasStarting => (Activity is ClaudeActivity.Stopped ? Before?.Activity : Activity) is ClaudeActivity.Starting;

    private static string WithWords(string text, ClaudeSignal.PaneDied died) => died.LastWords.Length > 0 ? $"{text}: {died.LastWords}" : text;
}
