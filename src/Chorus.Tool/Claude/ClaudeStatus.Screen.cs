namespace Chorus.Claude;

/// <content>What the screen tells: retries, of which nothing else does, and everything where there is no registry file.</content>
public sealed partial record ClaudeStatus
{
    /// <summary>The same as <see cref="Settle"/> for the screen, whose redraws lag more and whose reading is a guess.</summary>
    public static readonly TimeSpan ScreenSettle = TimeSpan.FromSeconds(3);

    /// <summary>The model is asked, and no hook will tell how that goes.</summary>
    public bool AwaitsModel => Activity is ClaudeActivity.Busy && Reason is ClaudeReason.None && (Detail == Thinking || IsRetry(Detail));

    private ClaudeStatus AfterRetry(ClaudeSignal.RetryObserved retry, DateTimeOffset now) => AwaitsModel switch
    {
        true when retry.Detail is { } detail => To(Activity, Reason, detail, StatusSource.Screen, now),
        true when IsRetry(Detail) => To(Activity, Reason, Thinking, StatusSource.Screen, now),
        _ => this,
    };

    private static bool IsRetry(string detail) => detail.Contains(ClaudeScreen.RetryWord, StringComparison.Ordinal);

    private ClaudeStatus AfterScreen(ClaudeSignal.ScreenObserved screen, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped || Questions.Count > 0)
        {
            return this;
        }

        if (Activity is ClaudeActivity.Waiting && Source is StatusSource.Screen && (screen.State is ScreenState.Unknown || (PromptComing && screen.State is ScreenState.Idle)))
        {
            // The dialog before the start was answered, and the program goes on.
            return To(ClaudeActivity.Starting, ClaudeReason.None, "Claude Code is starting", StatusSource.Screen, now);
        }

        var (activity, reason) = screen.State switch
        {
            ScreenState.WaitingForTrust => (ClaudeActivity.Waiting, ClaudeReason.Trust),
            ScreenState.WaitingForSettings => (ClaudeActivity.Waiting, ClaudeReason.Error),
            ScreenState.WaitingForApiKey or ScreenState.NeedsLogin or ScreenState.NoNetwork => (ClaudeActivity.Waiting, ClaudeReason.Login),
            ScreenState.WaitingForTool or ScreenState.WaitingForOther => (ClaudeActivity.Waiting, ClaudeReason.Permission),
            ScreenState.WaitingForQuestion => (ClaudeActivity.Waiting, ClaudeReason.Question),
            ScreenState.WaitingForPlan => (ClaudeActivity.Waiting, ClaudeReason.Plan),
            ScreenState.Limited => (ClaudeActivity.Idle, ClaudeReason.Limit),
            ScreenState.IdleWithError => (ClaudeActivity.Idle, ClaudeReason.Error),
            ScreenState.Idle => (ClaudeActivity.Idle, Reason is ClaudeReason.None && Activity is not ClaudeActivity.Starting ? ClaudeReason.TurnEnded : Reason),
            ScreenState.Busy => (ClaudeActivity.Busy, ClaudeReason.None),
            _ => (Activity, Reason),
        };
        if ((activity == Activity && activity is not ClaudeActivity.Waiting) || (PromptComing && activity is ClaudeActivity.Idle && now - HeardAt < PromptTime))
        {
            return this;
        }

        var settle = Activity is ClaudeActivity.Starting || Undecided ? Settle : ScreenSettle;
        var detail = (activity, reason) is (ClaudeActivity.Idle, ClaudeReason.None) ? "Ready" : screen.Detail;
        return now - HeardAt < settle ? this : To(activity, reason, detail, StatusSource.Screen, now);
    }
}
