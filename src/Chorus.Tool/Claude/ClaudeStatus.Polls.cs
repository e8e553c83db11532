namespace Chorus.Claude;

/// <content>What the registry file may correct: Esc, "No", queued turns, dialogs without a hook, and hooks that were missed.</content>
public sealed partial record ClaudeStatus
{
    /// <summary>How long a poll's word must stand unchallenged before it overrules what the hooks said: hooks overtake the registry file by some tens of milliseconds.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(750);

    /// <summary>The same for a word that is older than the hook it speaks against, and for which the screen must speak, too: on a busy machine both lag.</summary>
    public static readonly TimeSpan OldWordSettle = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The same for an old "busy" after a turn that ended. A queued turn is told with a new time in the file, so this is a file that lags, or one that
    /// nobody writes any more.
    /// </summary>
    public static readonly TimeSpan OldBusySettle = TimeSpan.FromSeconds(10);

    /// <summary>How long a prompt may take from the start of the process: until then its file says idle.</summary>
    private static readonly TimeSpan PromptTime = TimeSpan.FromSeconds(5);

    /// <summary>Whether the screen should be looked at before this is applied: it may change something, now or in a moment, or the screen could make it so.</summary>
    public bool WantsScreen(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var soon = now + OldWordSettle;
        return !LooksLike(After(registry, soon)) || !LooksLike(After(registry with { Screen = new ScreenReading(ScreenState.Busy, "") }, soon));
    }

    private ClaudeStatus AfterRegistry(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped)
        {
            return this;
        }

        if (registry.Status == "waiting" && !DialogSeen && !Undecided)
        {
            return (this with { DialogSeen = true }).AfterRegistry(registry, now);
        }

        if (registry.Status == "waiting" && Activity is ClaudeActivity.Waiting && !Undecided)
        {
            return this;
        }

        if (!IsSettled(registry, now))
        {
            return this;
        }

        return registry.Status switch
        {
            "waiting" => RegistryWaiting(registry, now),
            "busy" => RegistryBusy(registry, now),
            "idle" or "shell" => RegistryIdle(registry, now),
            _ => this,
        };
    }

    private bool IsSettled(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        if (LostAt is { } lostAt && registry.Status == "waiting")
        {
            // Nothing was answered yet: only the hook died.
            return now - lostAt >= Settle && !Contradicts(registry);
        }

        if (registry.StatusUpdatedAt > HeardAt)
        {
            // When a question's hook went away, something happened in the terminal, and the file is the first to know.
            return Undecided || now - registry.StatusUpdatedAt >= Settle;
        }

        var settle = registry.Status == "busy" && Activity is ClaudeActivity.Idle ? OldBusySettle : registry.Screen is null ? Settle : OldWordSettle;
        return now - HeardAt >= settle && !Contradicts(registry);
    }

    private static bool Contradicts(ClaudeSignal.RegistryObserved registry) => registry.Screen is { } screen && registry.Status switch
    {
        "busy" => screen.IsIdle || screen.IsDialog,
        "waiting" => screen.IsIdle || screen.State is ScreenState.Busy,
        _ => screen.State is ScreenState.Busy || screen.IsDialog,
    };

    private ClaudeStatus RegistryWaiting(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        var screen = registry.Screen ?? new ScreenReading(ScreenState.Unknown, "");
        var (reason, detail) = (registry.WaitingFor, screen.State) switch
        {
            _ when Undecided => (Reason, InTerminal(Detail)),
            ("input needed", _) or (_, ScreenState.WaitingForQuestion) => (ClaudeReason.Question, InTerminal(screen.Detail.Length > 0 ? screen.Detail : "a question")),
            (_, ScreenState.WaitingForPlan) => (ClaudeReason.Plan, InTerminal("the plan")),
            // Opened by the user, or by Claude Code itself between two turns: it holds nobody up, but messages must wait.
            ("dialog open", _) when Activity is ClaudeActivity.Idle => (ClaudeReason.None, "A dialog is open in the terminal"),
            ("dialog open", _) => (ClaudeReason.Permission, InTerminal(screen.Detail.Length > 0 ? screen.Detail : "a dialog is open")),
            _ => (ClaudeReason.Permission, InTerminal(Activity is ClaudeActivity.Busy && Detail != Thinking ? Detail : registry.WaitingFor ?? "a dialog is open")),
        };
        return To(ClaudeActivity.Waiting, reason, detail, StatusSource.Registry, now) with { DialogSeen = true };
    }

    private ClaudeStatus RegistryBusy(ClaudeSignal.RegistryObserved registry, DateTimeOffset now) => Activity switch
    {
        ClaudeActivity.Waiting when Questions.Count == 0 => To(ClaudeActivity.Busy, ClaudeReason.None, Undecided ? Detail : Thinking, StatusSource.Registry, now),
        // Yes in the terminal. Without the dialog ever seen, "busy" may be only what the file said before the question.
        ClaudeActivity.Waiting when registry.Screen is { State: ScreenState.Busy } || (registry.Screen is null && DialogSeen) =>
            To(ClaudeActivity.Busy, ClaudeReason.None, "Allowed in the terminal: " + Detail, StatusSource.Registry, now),
        ClaudeActivity.Idle when Reason is ClaudeReason.Error or ClaudeReason.Limit or ClaudeReason.Login && registry.StatusUpdatedAt <= HeardAt => this,
        // An old word may be wrong after all: then the rest was never over.
        ClaudeActivity.Idle when registry.StatusUpdatedAt <= HeardAt =>
            To(ClaudeActivity.Busy, ClaudeReason.None, Thinking, StatusSource.Registry, now) with { Before = new EarlierStatus(Activity, Reason, Detail) },
        ClaudeActivity.Idle or ClaudeActivity.Starting => To(ClaudeActivity.Busy, ClaudeReason.None, Thinking, StatusSource.Registry, now),
        ClaudeActivity.Busy when Reason is ClaudeReason.Queued && registry.StatusUpdatedAt > HeardAt => To(ClaudeActivity.Busy, ClaudeReason.None, Thinking, StatusSource.Registry, now),
        _ => this,
    };

    private ClaudeStatus RegistryIdle(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        if (PromptComing && !HasBegun && now - (registry.StatusUpdatedAt > HeardAt ? registry.StatusUpdatedAt : HeardAt) < PromptTime)
        {
            return this;
        }

        return (Activity, Reason) switch
        {
            (ClaudeActivity.Starting, _) => Rest(ClaudeReason.None, "Ready", now),
            (ClaudeActivity.Busy, ClaudeReason.None or ClaudeReason.Queued) when Before is { } rest => Rest(rest.Reason, rest.Detail, now),
            (ClaudeActivity.Busy, ClaudeReason.Background) => Rest(ClaudeReason.TurnEnded, "", now),
            (ClaudeActivity.Busy, _) => EndedWithoutHook(registry, now),
            // A panel that the user looked into.
            (ClaudeActivity.Waiting, _) when Questions.Count == 0 && Before is { Activity: ClaudeActivity.Idle } rest && !Undecided => Rest(rest.Reason, rest.Detail, now),
            (ClaudeActivity.Waiting, _) when DialogSeen || Undecided || registry.StatusUpdatedAt > HeardAt => EndedWithoutHook(registry, now),
            (ClaudeActivity.Idle, ClaudeReason.Background) when registry.Status == "idle" && Before is { } rest => Rest(rest.Reason, rest.Detail, now),
            (ClaudeActivity.Idle, ClaudeReason.TurnEnded) when registry.Status == "shell" && registry.StatusUpdatedAt > HeardAt =>
                Rest(ClaudeReason.Background, "A shell in the background", now) with { Before = new EarlierStatus(Activity, Reason, Detail) },
            _ => this,
        };
    }

    /// <summary>A turn that ended without its hook was interrupted; where hooks may have been missed, the screen knows better.</summary>
    private ClaudeStatus EndedWithoutHook(ClaudeSignal.RegistryObserved registry, DateTimeOffset now) => registry.Screen switch
    {
        { State: ScreenState.Limited } screen when Unheard => Rest(ClaudeReason.Limit, screen.Detail, now),
        { State: ScreenState.NeedsLogin } screen when Unheard => Rest(ClaudeReason.Login, screen.Detail, now),
        { State: ScreenState.IdleWithError } screen when Unheard => Rest(ClaudeReason.Error, screen.Detail, now),
        { LastTurn: LastTurn.Done } when Unheard && !Compacting => Rest(ClaudeReason.TurnEnded, "", now),
        { LastTurn: LastTurn.Compacted } when Unheard || Compacting => Rest(ClaudeReason.TurnEnded, "The conversation was compacted", now),
        null when Compacting => Rest(ClaudeReason.TurnEnded, "", now),
        _ => Rest(ClaudeReason.Interrupted, InterruptSentAt is null ? (Activity is ClaudeActivity.Waiting ? "Denied in the terminal" : "Interrupted in the terminal") : "You interrupted it", now),
    };

    private ClaudeStatus Rest(ClaudeReason reason, string detail, DateTimeOffset now) => To(ClaudeActivity.Idle, reason, detail, StatusSource.Registry, now);
}
