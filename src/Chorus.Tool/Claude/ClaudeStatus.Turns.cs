namespace Chorus.Claude;

/// <content>How turns end, and what is asked in their course.</content>
public sealed partial record ClaudeStatus
{
    private ClaudeStatus AfterTurn(ClaudeSignal.TurnEnded ended, DateTimeOffset now)
    {
        if (ended.BackgroundAgents > 0)
        {
            var detail = Count(ended.BackgroundAgents, "subagent");
            // A subagent's question stays open while the main conversation rests.
            return Questions.Count > 0
                ? this with { Before = new EarlierStatus(ClaudeActivity.Busy, ClaudeReason.Background, detail) }
                : To(ClaudeActivity.Busy, ClaudeReason.Background, detail, StatusSource.Hook, now);
        }

        var rest = new EarlierStatus(ClaudeActivity.Idle, ClaudeReason.TurnEnded, ended.LastMessage);
        if (QueuedIn is not null && QueuedIn == (ended.PromptId ?? ""))
        {
            // The registry will say whether the next turn begins, or this one had taken the prompt up.
            return To(ClaudeActivity.Busy, ClaudeReason.Queued, "Your next message is queued", StatusSource.Hook, now) with { QueuedIn = null, Before = rest };
        }

        return ended.BackgroundShells > 0
            ? To(ClaudeActivity.Idle, ClaudeReason.Background, Count(ended.BackgroundShells, "shell"), StatusSource.Hook, now) with { Before = rest }
            : To(rest.Activity, rest.Reason, rest.Detail, StatusSource.Hook, now);

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

    private ClaudeStatus Ask(OpenQuestion question, DateTimeOffset now)
    {
        if (Activity is ClaudeActivity.Stopped || Questions.Any(open => open.RequestId == question.RequestId))
        {
            return this;
        }

        // A dialog that the registry showed before its hook arrived is this one.
        var isSeen = Questions.Count == 0 && DialogSeen;
        var first = Questions.Count > 0 ? Questions[0] : question;
        var waiting = To(ClaudeActivity.Waiting, first.Reason, first.Detail, StatusSource.Hook, now);
        return waiting with { Questions = [.. Questions, question], DialogSeen = isSeen };
    }

    private ClaudeStatus Close(ClaudeSignal.PermissionClosed closed, DateTimeOffset now)
    {
        if (Questions.FirstOrDefault(open => open.RequestId == closed.RequestId) is not { } question)
        {
            return this;
        }

        var rest = Without(question);
        if (rest.Count > 0)
        {
            return To(ClaudeActivity.Waiting, rest[0].Reason, rest[0].Detail, StatusSource.Chorus, now) with { Questions = rest, DialogSeen = false };
        }

        if (closed.Interrupts)
        {
            return To(ClaudeActivity.Idle, ClaudeReason.Interrupted, "Stopped by the answer", StatusSource.Chorus, now);
        }

        var reason = Before is { Reason: ClaudeReason.Background } ? ClaudeReason.Background : ClaudeReason.None;
        return To(ClaudeActivity.Busy, reason, closed.Denied ? Thinking : question.Detail, StatusSource.Chorus, now);
    }

    /// <summary>The hook of a question went away: answered in the terminal, or only the hook died. The status waits for the registry to say which.</summary>
    private ClaudeStatus Lose(ClaudeSignal.PermissionLost lost, DateTimeOffset now)
    {
        if (Questions.FirstOrDefault(open => open.RequestId == lost.RequestId) is not { } question)
        {
            return this;
        }

        var rest = Without(question);
        return rest.Count > 0
            ? To(ClaudeActivity.Waiting, rest[0].Reason, rest[0].Detail, StatusSource.Hook, now) with { Questions = rest, DialogSeen = false }
            : this with { Questions = rest, LostAt = now };
    }

    private IReadOnlyList<OpenQuestion> Without(OpenQuestion question) => [.. Questions.Where(open => open != question)];
}
