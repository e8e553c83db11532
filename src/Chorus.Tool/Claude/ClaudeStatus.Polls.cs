namespace Chorus.Claude;

/// <content>What polls may correct: the registry file (Esc, "No", queued turns, lost hooks) and, where it is missing, the screen.</content>
public sealed partial record ClaudeStatus
{
    private ClaudeStatus AfterRegistry(ClaudeSignal.RegistryObserved registry, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped)
        {
            return this;
        }

        if (registry.Status == "waiting" && Activity is ClaudeActivity.Waiting)
        {
            return DialogSeen ? this : this with { DialogSeen = true };
        }

        var lastWord = HeardAt > registry.StatusUpdatedAt ? HeardAt : registry.StatusUpdatedAt;
        if (now - lastWord < Settle)
        {
            return this;
        }

        return registry.Status switch
        {
            "waiting" => To(ClaudeActivity.Waiting, registry.WaitingFor == "input needed" ? ClaudeReason.Question : ClaudeReason.Permission,
                $"Answer in the terminal ({registry.WaitingFor ?? "dialog open"})", StatusSource.Registry, now) with
            { DialogSeen = true },
            "busy" => RegistryBusy(registry, now),
            "idle" or "shell" => RegistryIdle(registry, now),
            _ => this,
        };
    }

    private ClaudeStatus RegistryBusy(ClaudeSignal.RegistryObserved registry, DateTimeOffset now) => Activity switch
    {
        // Yes in the terminal. Without the dialog ever seen in the file, "busy" is only what it said before the question.
        ClaudeActivity.Waiting when DialogSeen => To(ClaudeActivity.Busy, ClaudeReason.None, "Allowed in the terminal: " + Detail, StatusSource.Registry, now),
        ClaudeActivity.Idle when Reason is ClaudeReason.Error or ClaudeReason.Limit or ClaudeReason.Login && registry.StatusUpdatedAt <= HeardAt => this,
        ClaudeActivity.Idle or ClaudeActivity.Starting => To(ClaudeActivity.Busy, ClaudeReason.None, Thinking, StatusSource.Registry, now),
        _ => this,
    };

    private ClaudeStatus RegistryIdle(ClaudeSignal.RegistryObserved registry, DateTimeOffset now) => Activity switch
    {
        ClaudeActivity.Starting => To(ClaudeActivity.Idle, ClaudeReason.None, "Ready", StatusSource.Registry, now),
        ClaudeActivity.Busy when Compacting || Reason is ClaudeReason.Background => To(ClaudeActivity.Idle, ClaudeReason.TurnEnded, "", StatusSource.Registry, now),
        ClaudeActivity.Busy => To(ClaudeActivity.Idle, ClaudeReason.Interrupted, WhoInterrupted, StatusSource.Registry, now),
        ClaudeActivity.Waiting when DialogSeen || registry.StatusUpdatedAt > HeardAt => To(ClaudeActivity.Idle, ClaudeReason.Interrupted, WhoInterrupted, StatusSource.Registry, now),
        _ => this,
    };

    private string WhoInterrupted => InterruptSentAt is null ? "Interrupted in the terminal" : "You interrupted it";

    private ClaudeStatus AfterScreen(ClaudeSignal.ScreenObserved screen, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped || Questions.Count > 0)
        {
            return this;
        }

        var (activity, reason) = screen.State switch
        {
            ScreenState.WaitingForTrust => (ClaudeActivity.Waiting, ClaudeReason.Trust),
            ScreenState.WaitingForApiKey or ScreenState.NeedsLogin or ScreenState.NoNetwork => (ClaudeActivity.Waiting, ClaudeReason.Login),
            ScreenState.WaitingForTool or ScreenState.WaitingForOther => (ClaudeActivity.Waiting, ClaudeReason.Permission),
            ScreenState.WaitingForQuestion => (ClaudeActivity.Waiting, ClaudeReason.Question),
            ScreenState.WaitingForPlan => (ClaudeActivity.Waiting, ClaudeReason.Plan),
            ScreenState.Limited => (ClaudeActivity.Idle, ClaudeReason.Limit),
            ScreenState.IdleWithError => (ClaudeActivity.Idle, ClaudeReason.Error),
            ScreenState.Idle => (ClaudeActivity.Idle, Reason is ClaudeReason.None ? ClaudeReason.TurnEnded : Reason),
            ScreenState.Busy => (ClaudeActivity.Busy, ClaudeReason.None),
            _ => (Activity, Reason),
        };
        if (activity == Activity && activity is not ClaudeActivity.Waiting)
        {
            return this;
        }

        var settle = Activity is ClaudeActivity.Starting ? Settle : ScreenSettle;
        return now - HeardAt < settle ? this : To(activity, reason, screen.Detail, StatusSource.Screen, now);
    }
}
