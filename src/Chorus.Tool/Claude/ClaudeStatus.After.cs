namespace Chorus.Claude;

/// <content>The rules: a signal in, the next status out, nothing else read or written.</content>
public sealed partial record ClaudeStatus
{
    /// <summary>How long a poll's word must stand unchallenged before it overrules what the hooks said: hooks overtake the registry file by some tens of milliseconds.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(750);

    /// <summary>The same for the screen, whose redraws lag more and whose reading is a guess.</summary>
    public static readonly TimeSpan ScreenSettle = TimeSpan.FromSeconds(3);

    private const string Thinking = "Thinking";

    public ClaudeStatus After(ClaudeSignal signal, DateTimeOffset now) => signal switch
    {
        ClaudeSignal.RegistryObserved registry => AfterRegistry(registry, now),
        ClaudeSignal.ScreenObserved screen => AfterScreen(screen, now),
        ClaudeSignal.PaneDied or ClaudeSignal.SessionGone or ClaudeSignal.TmuxLost => AfterPane(signal, now),
        ClaudeSignal.Launched or ClaudeSignal.InterruptSent or ClaudeSignal.StoppedByUser or ClaudeSignal.PermissionAsked or ClaudeSignal.PermissionClosed =>
            AfterChorus(signal, now) with { HeardAt = now },
        _ => AfterHook(signal, now) with { HeardAt = now },
    };

    private ClaudeStatus AfterChorus(ClaudeSignal signal, DateTimeOffset now) => signal switch
    {
        ClaudeSignal.Launched => new ClaudeStatus().To(ClaudeActivity.Starting, ClaudeReason.None, "Claude Code is starting", StatusSource.Chorus, now),
        ClaudeSignal.StoppedByUser => To(ClaudeActivity.Stopped, ClaudeReason.Exited, "You stopped it", StatusSource.Chorus, now),
        ClaudeSignal.InterruptSent => this with { InterruptSentAt = now },
        ClaudeSignal.PermissionAsked asked => Ask(new OpenQuestion(asked.RequestId, asked.Reason, asked.Detail), now),
        ClaudeSignal.PermissionClosed closed => Close(closed, now),
        _ => this,
    };

    private ClaudeStatus AfterHook(ClaudeSignal signal, DateTimeOffset now)
    {
        // A hook that was sent before the process ended may arrive after it; the dead do not come back without a launch.
        if (Activity is ClaudeActivity.Stopped && signal is not ClaudeSignal.SessionStarted)
        {
            return this;
        }

        return signal switch
        {
            ClaudeSignal.SessionStarted { Source: "compact" } => this,
            ClaudeSignal.SessionStarted => To(ClaudeActivity.Idle, ClaudeReason.None, "Ready", StatusSource.Hook, now),
            ClaudeSignal.PromptSubmitted => Working(Thinking, now),
            ClaudeSignal.ToolStarted tool => Working(tool.Summary, now),
            ClaudeSignal.ToolEnded { AgentId: null } => Working(Thinking, now),
            ClaudeSignal.ToolEnded or ClaudeSignal.SubagentStarted => Working(Activity is ClaudeActivity.Busy ? Detail : Thinking, now),
            ClaudeSignal.Compacting { Finished: false } => Working("Compacting the conversation", now) with { Compacting = true },
            ClaudeSignal.TurnEnded ended => AfterTurn(ended, now),
            ClaudeSignal.TurnFailed failed => AfterFailure(failed, now),
            ClaudeSignal.Notified notified => AfterNotification(notified, now),
            ClaudeSignal.SessionEnded { Reason: not "clear" } ended => To(ClaudeActivity.Stopped, ClaudeReason.Exited, $"Claude Code ended ({ended.Reason})", StatusSource.Hook, now),
            _ => this,
        };
    }

    private ClaudeStatus AfterTurn(ClaudeSignal.TurnEnded ended, DateTimeOffset now)
    {
        if (ended.BackgroundAgents > 0)
        {
            // A subagent's question stays open while the main conversation rests.
            return Questions.Count > 0 ? this : To(ClaudeActivity.Busy, ClaudeReason.Background, Count(ended.BackgroundAgents, "subagent"), StatusSource.Hook, now);
        }

        return ended.BackgroundShells > 0
            ? To(ClaudeActivity.Idle, ClaudeReason.Background, Count(ended.BackgroundShells, "shell"), StatusSource.Hook, now)
            : To(ClaudeActivity.Idle, ClaudeReason.TurnEnded, ended.LastMessage, StatusSource.Hook, now);

        static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")} in the background";
    }

    private ClaudeStatus AfterFailure(ClaudeSignal.TurnFailed failed, DateTimeOffset now)
    {
        var reason = failed.Error switch
        {
            "rate_limit" => ClaudeReason.Limit,
            "authentication_failed" => ClaudeReason.Login,
            _ => ClaudeReason.Error,
        };
        return To(ClaudeActivity.Idle, reason, failed.Message, StatusSource.Hook, now);
    }

    private ClaudeStatus AfterNotification(ClaudeSignal.Notified notified, DateTimeOffset now) => notified.Type switch
    {
        "permission_prompt" or "agent_needs_input" when Activity is not ClaudeActivity.Waiting =>
            To(ClaudeActivity.Waiting, ClaudeReason.Permission, "Answer in the terminal: " + notified.Message, StatusSource.Hook, now),
        "idle_prompt" when Activity is ClaudeActivity.Busy or ClaudeActivity.Starting =>
            To(ClaudeActivity.Idle, ClaudeReason.TurnEnded, "", StatusSource.Hook, now),
        _ => this,
    };

    private ClaudeStatus AfterPane(ClaudeSignal signal, DateTimeOffset now)
    {
        // A list is as old as the question for it: a session that spoke since may have started only then.
        if (Activity is ClaudeActivity.Stopped || (signal is ClaudeSignal.SessionGone gone && HeardAt >= gone.LookedAt))
        {
            return this;
        }

        var (reason, detail) = signal switch
        {
            ClaudeSignal.TmuxLost => (ClaudeReason.Lost, "The tmux server is gone; Restart resumes the conversation"),
            ClaudeSignal.SessionGone => (ClaudeReason.Killed, "The tmux session was ended outside Chorus"),
            ClaudeSignal.PaneDied { Signal: > 0 } died => (ClaudeReason.Killed, $"Claude Code was killed (signal {died.Signal})"),
            ClaudeSignal.PaneDied { ExitStatus: > 128 } died => (ClaudeReason.Killed, $"Claude Code was killed (signal {died.ExitStatus - 128})"),
            ClaudeSignal.PaneDied { ExitStatus: > 0 } died => (ClaudeReason.Crashed, $"Claude Code ended with status {died.ExitStatus}"),
            ClaudeSignal.PaneDied { ExitStatus: 0 } => (ClaudeReason.Exited, "Claude Code ended"),
            _ => (ClaudeReason.Exited, "Claude Code ended, status unknown"),
        };
        return To(ClaudeActivity.Stopped, reason, detail, StatusSource.Pane, now);
    }

    private ClaudeStatus Ask(OpenQuestion question, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped || Questions.Any(open => open.RequestId == question.RequestId))
        {
            return this;
        }

        var first = Questions.Count > 0 ? Questions[0] : question;
        var waiting = To(ClaudeActivity.Waiting, first.Reason, first.Detail, StatusSource.Hook, now);
        return waiting with { Questions = [.. Questions, question], DialogSeen = false };
    }

    private ClaudeStatus Close(ClaudeSignal.PermissionClosed closed, DateTimeOffset now)
    {
        if (Questions.FirstOrDefault(open => open.RequestId == closed.RequestId) is not { } question)
        {
            return this;
        }

        IReadOnlyList<OpenQuestion> rest = [.. Questions.Where(open => open != question)];
        if (rest.Count > 0)
        {
            return To(ClaudeActivity.Waiting, rest[0].Reason, rest[0].Detail, StatusSource.Hook, now) with { Questions = rest, DialogSeen = false };
        }

        return closed.Interrupts
            ? To(ClaudeActivity.Idle, ClaudeReason.Interrupted, "Stopped by the answer", StatusSource.Hook, now)
            : To(ClaudeActivity.Busy, ClaudeReason.None, question.Detail, StatusSource.Hook, now);
    }

    private ClaudeStatus Working(string detail, DateTimeOffset now) =>
        Questions.Count > 0 ? this : To(ClaudeActivity.Busy, ClaudeReason.None, detail, StatusSource.Hook, now);

    /// <summary>The next status; leaving the waiting state forgets its questions, and an unchanged activity keeps its age.</summary>
    private ClaudeStatus To(ClaudeActivity activity, ClaudeReason reason, string detail, StatusSource source, DateTimeOffset now)
    {
        var isNew = activity != Activity || reason != Reason;
        return this with
        {
            Activity = activity,
            Reason = reason,
            Detail = detail,
            Source = isNew || detail != Detail ? source : Source,
            Since = isNew ? now : Since,
            Questions = activity is ClaudeActivity.Waiting ? Questions : [],
            DialogSeen = activity is ClaudeActivity.Waiting && DialogSeen,
            Compacting = activity is ClaudeActivity.Busy && Compacting,
            InterruptSentAt = activity is ClaudeActivity.Busy or ClaudeActivity.Waiting ? InterruptSentAt : null,
        };
    }
}
