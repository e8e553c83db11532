namespace Chorus.Claude;

/// <content>The rules: a signal in, the next status out, nothing else read or written.</content>
public sealed partial record ClaudeStatus
{
    private const string Thinking = "Thinking";

    public ClaudeStatus After(ClaudeSignal signal, DateTimeOffset now) => signal switch
    {
        ClaudeSignal.RegistryObserved registry => AfterRegistry(registry, now) with { HasRegistry = true, HasBegun = HasBegun || registry.Status == "busy" },
        ClaudeSignal.ScreenObserved screen => AfterScreen(screen, now),
        ClaudeSignal.RetryObserved retry => AfterRetry(retry, now),
        ClaudeSignal.PaneDied or ClaudeSignal.SessionGone or ClaudeSignal.TmuxLost => AfterPane(signal, now),
        // A prompt that was coming came, or did not, while nobody listened.
        ClaudeSignal.ServerStarted => this with { Unheard = true, PromptComing = PromptComing && Activity is ClaudeActivity.Starting },
        ClaudeSignal.PermissionLost lost => Lose(lost, now),
        ClaudeSignal.Launched or ClaudeSignal.InterruptSent or ClaudeSignal.StoppedByUser or ClaudeSignal.PermissionAsked or ClaudeSignal.PermissionClosed =>
            AfterChorus(signal, now) with { HeardAt = now },
        _ => AfterHook(signal, now) with { HeardAt = now, Unheard = false },
    };

    private ClaudeStatus AfterChorus(ClaudeSignal signal, DateTimeOffset now) => signal switch
    {
        ClaudeSignal.Launched launched => new ClaudeStatus { PromptComing = launched.WithPrompt, Unheard = true }
            .To(ClaudeActivity.Starting, ClaudeReason.None, "Claude Code is starting", StatusSource.Chorus, now),
        ClaudeSignal.StoppedByUser => To(ClaudeActivity.Stopped, ClaudeReason.Exited, "You stopped it", StatusSource.Chorus, now) with { EndUnexplained = false },
        ClaudeSignal.InterruptSent => this with { InterruptSentAt = now },
        ClaudeSignal.PermissionAsked asked => Ask(new OpenQuestion(asked.RequestId, asked.Reason, asked.Detail), now) with { Unheard = false },
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
            ClaudeSignal.SessionStarted started => AfterStart(started, now),
            ClaudeSignal.PromptSubmitted prompt => AfterPrompt(prompt, now),
            ClaudeSignal.ToolStarted or ClaudeSignal.ToolEnded or ClaudeSignal.SubagentStarted => AfterTool(signal, now),
            ClaudeSignal.Compacting compacting => AfterCompaction(compacting, now),
            ClaudeSignal.TurnEnded ended => AfterTurn(ended, now),
            ClaudeSignal.TurnFailed failed => AfterFailure(failed, now),
            ClaudeSignal.Notified notified => AfterNotification(notified, now),
            ClaudeSignal.SessionEnded { Reason: not "clear" } ended => AfterSession(ended, now),
            _ => this,
        };
    }

    private ClaudeStatus AfterStart(ClaudeSignal.SessionStarted started, DateTimeOffset now)
    {
        if (started.Source == "compact" || (Activity is ClaudeActivity.Busy && started.Source != "clear"))
        {
            return this;
        }

        // The prompt it was started with follows at once: it is nobody's turn in between.
        return PromptComing
            ? To(ClaudeActivity.Busy, ClaudeReason.None, Thinking, StatusSource.Hook, now)
            : To(ClaudeActivity.Idle, ClaudeReason.None, "Ready", StatusSource.Hook, now);
    }

    private ClaudeStatus AfterPrompt(ClaudeSignal.PromptSubmitted prompt, DateTimeOffset now)
    {
        // The registry may have told of this very prompt first; a turn that a hook told of is another one.
        var isQueued = !PromptComing && Reason is ClaudeReason.None or ClaudeReason.Permission or ClaudeReason.Question or ClaudeReason.Plan
            && Activity is ClaudeActivity.Busy or ClaudeActivity.Waiting && Source is not StatusSource.Registry;
        return isQueued
            ? this with { QueuedIn = prompt.PromptId ?? "" }
            : Working(Thinking, now) with { PromptComing = false };
    }

    private ClaudeStatus AfterTool(ClaudeSignal signal, DateTimeOffset now) => signal switch
    {
        ClaudeSignal.ToolStarted { AgentId: null } tool => Working(tool.Summary, now) with { AgentDetail = tool.Tool is "Agent" or "Task" ? tool.Summary : AgentDetail, PromptComing = false },
        ClaudeSignal.ToolEnded { AgentId: null } => Working(Thinking, now),
        ClaudeSignal.ToolStarted tool => SubagentWorking(tool.Summary, now),
        ClaudeSignal.ToolEnded => SubagentWorking(AgentDetail.Length > 0 ? AgentDetail : "A subagent works", now),
        // It may have begun before the hook of the tool that started it arrived.
        _ => SubagentWorking(Activity is ClaudeActivity.Busy ? Detail : Thinking, now),
    };

    private ClaudeStatus AfterCompaction(ClaudeSignal.Compacting compacting, DateTimeOffset now) => compacting switch
    {
        { Finished: false } => Working("Compacting the conversation", now) with { Compacting = true },
        { Manual: true } => To(ClaudeActivity.Idle, ClaudeReason.TurnEnded, "The conversation was compacted", StatusSource.Hook, now),
        _ => Working(Thinking, now) with { Compacting = false },
    };

    private ClaudeStatus AfterNotification(ClaudeSignal.Notified notified, DateTimeOffset now) => notified.Type switch
    {
        // They come six and sixty seconds late, perhaps when all is over; the registry file told the same at once.
        _ when HasRegistry => this,
        "permission_prompt" or "agent_needs_input" when Activity is not ClaudeActivity.Waiting =>
            To(ClaudeActivity.Waiting, ClaudeReason.Permission, InTerminal(notified.Message), StatusSource.Hook, now),
        "idle_prompt" when Activity is ClaudeActivity.Busy or ClaudeActivity.Starting =>
            To(ClaudeActivity.Idle, ClaudeReason.TurnEnded, "", StatusSource.Hook, now),
        _ => this,
    };

    private ClaudeStatus Working(string detail, DateTimeOffset now) =>
        Questions.Count > 0 ? this : To(ClaudeActivity.Busy, ClaudeReason.None, detail, StatusSource.Hook, now);

    /// <summary>A subagent works: within the turn, or on its own while the conversation rests.</summary>
    private ClaudeStatus SubagentWorking(string detail, DateTimeOffset now) =>
        Questions.Count > 0 || (Activity is ClaudeActivity.Busy && Reason is ClaudeReason.None)
            ? Working(detail, now)
            : To(ClaudeActivity.Busy, ClaudeReason.Background, detail, StatusSource.Hook, now);

    private static string InTerminal(string what) => what.StartsWith(Answer, StringComparison.Ordinal) ? what : Answer + what;

    private const string Answer = "Answer in the terminal: ";

    /// <summary>The next status; leaving the waiting state forgets its questions, and an unchanged activity keeps its age.</summary>
    private ClaudeStatus To(ClaudeActivity activity, ClaudeReason reason, string detail, StatusSource source, DateTimeOffset now)
    {
        var isNew = activity != Activity || reason != Reason;
        var atWork = activity is ClaudeActivity.Busy or ClaudeActivity.Waiting;
        return this with
        {
            Activity = activity,
            Reason = reason,
            Detail = detail,
            Source = isNew || detail != Detail ? source : Source,
            Since = isNew ? now : Since,
            Questions = activity is ClaudeActivity.Waiting ? Questions : [],
            DialogSeen = activity is ClaudeActivity.Waiting && DialogSeen,
            LostAt = null,
            Compacting = activity is ClaudeActivity.Busy && Compacting,
            InterruptSentAt = atWork ? InterruptSentAt : null,
            QueuedIn = atWork ? QueuedIn : null,
            EndUnexplained = activity is ClaudeActivity.Stopped && EndUnexplained,
            PromptComing = activity is not (ClaudeActivity.Idle or ClaudeActivity.Stopped) && PromptComing,
            Before = activity is ClaudeActivity.Waiting ? (Activity is ClaudeActivity.Waiting ? Before : new EarlierStatus(Activity, Reason, Detail)) : null,
        };
    }
}
