using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed partial class ClaudeStatusTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_launch_is_starting_until_the_session_starts()
    {
        var launched = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start);
        Assert.Equal(ClaudeActivity.Starting, launched.Activity);

        var started = launched.After(Started, At(1));
        Assert.Equal((ClaudeActivity.Idle, StatusSource.Hook), (started.Activity, started.Source));
    }

    [Fact]
    public void A_prompt_and_a_tool_make_it_busy_and_say_with_what()
    {
        var busy = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1)).After(Bash, At(2));
        Assert.Equal((ClaudeActivity.Busy, "Bash: npm test"), (busy.Activity, busy.Detail));
        Assert.Equal(At(1), busy.Since);
    }

    [Fact]
    public void A_long_approved_command_is_working_and_not_waiting()
    {
        var approved = Asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(5));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None, "Bash: npm test"), (approved.Activity, approved.Reason, approved.Detail));

        // The registry still says waiting for some milliseconds; that is older than the answer.
        var polled = approved.After(Registry("waiting", At(3)), At(5.2));
        Assert.Equal(ClaudeActivity.Busy, polled.Activity);
    }

    [Fact]
    public void A_question_waits_with_its_kind_and_a_second_one_keeps_it_waiting()
    {
        var two = Asking.After(new ClaudeSignal.PermissionAsked("r2", ClaudeReason.Question, "Which database?"), At(4));
        var one = two.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(5));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Question, "Which database?"), (one.Activity, one.Reason, one.Detail));
        Assert.Equal(ClaudeActivity.Busy, one.After(new ClaudeSignal.PermissionClosed("r2", Interrupts: false), At(6)).Activity);
    }

    [Fact]
    public void Answering_the_same_question_twice_changes_nothing()
    {
        var closed = Asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(5));
        var again = closed.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: true), At(6));
        Assert.Equal((closed.Activity, closed.Reason, closed.Since), (again.Activity, again.Reason, again.Since));
    }

    [Fact]
    public void A_denial_that_interrupts_ends_the_turn()
    {
        var stopped = Asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: true), At(5));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), (stopped.Activity, stopped.Reason));
    }

    [Fact]
    public void Escape_while_busy_is_seen_only_by_the_registry_and_wins_after_it_settled()
    {
        var busy = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1));
        Assert.Equal(ClaudeActivity.Busy, busy.After(Registry("idle", At(3)), At(3.5)).Activity);

        var interrupted = busy.After(Registry("idle", At(3)), At(3.8));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted, StatusSource.Registry), (interrupted.Activity, interrupted.Reason, interrupted.Source));
        Assert.Equal("Interrupted in the terminal", interrupted.Detail);
    }

    [Fact]
    public void An_interrupt_sent_by_Chorus_says_so()
    {
        var busy = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1)).After(new ClaudeSignal.InterruptSent(), At(2));
        Assert.Equal("You interrupted it", busy.After(Registry("idle", At(2.1)), At(3)).Detail);
    }

    [Fact]
    public void A_turn_that_ended_by_its_hook_is_not_called_interrupted_by_a_late_poll()
    {
        var ended = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1)).After(new ClaudeSignal.TurnEnded(0, 0, "Done."), At(2));
        var polled = ended.After(Registry("idle", At(2.1)), At(9));
        Assert.Equal(ClaudeReason.TurnEnded, polled.Reason);
    }

    [Fact]
    public void A_queued_turn_that_starts_without_a_hook_is_busy_again()
    {
        var ended = Idle.After(new ClaudeSignal.TurnEnded(0, 0, "Done."), At(2));
        Assert.Equal(ClaudeActivity.Busy, ended.After(Registry("busy", At(2.1)), At(3)).Activity);
    }

    [Fact]
    public void Yes_in_the_terminal_is_believed_only_after_the_registry_showed_the_dialog()
    {
        // "busy" from before the dialog must not close a question that is open.
        Assert.Equal(ClaudeActivity.Waiting, Asking.After(Registry("busy", At(1)), At(9)).Activity);

        var seen = Asking.After(Registry("waiting", At(3.1)), At(3.2));
        var allowed = seen.After(Registry("busy", At(8)), At(9));
        Assert.Equal(ClaudeActivity.Busy, allowed.Activity);
        Assert.Empty(allowed.Questions);
    }

    [Fact]
    public void No_in_the_terminal_ends_the_question_and_the_turn()
    {
        var denied = Asking.After(Registry("idle", At(5)), At(6));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), (denied.Activity, denied.Reason));
        Assert.Empty(denied.Questions);
    }

    [Fact]
    public void A_dialog_without_a_hook_is_shown_as_waiting_in_the_terminal()
    {
        var waiting = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1)).After(Registry("waiting", At(2), "input needed"), At(3));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Question, StatusSource.Registry), (waiting.Activity, waiting.Reason, waiting.Source));
    }

    [Theory]
    [InlineData("server_error", ClaudeReason.Error)]
    [InlineData("authentication_failed", ClaudeReason.Login)]
    [InlineData("rate_limit", ClaudeReason.Limit)]
    public void A_turn_that_fails_is_not_done(string error, ClaudeReason reason)
    {
        var failed = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1)).After(new ClaudeSignal.TurnFailed(error, "API Error"), At(2));
        Assert.Equal((ClaudeActivity.Idle, reason), (failed.Activity, failed.Reason));
        Assert.Equal(reason, failed.After(Registry("busy", At(1.9)), At(9)).Reason);
    }

    [Fact]
    public void A_background_subagent_is_work_and_a_background_shell_is_not()
    {
        var busy = Idle.After(new ClaudeSignal.PromptSubmitted("go"), At(1));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Background), Shown(busy.After(new ClaudeSignal.TurnEnded(1, 0, ""), At(2))));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Background), Shown(busy.After(new ClaudeSignal.TurnEnded(0, 1, ""), At(2))));
    }

    [Fact]
    public void Compaction_that_ends_without_a_hook_is_a_turn_that_ended()
    {
        var compacting = Idle.After(new ClaudeSignal.Compacting(Finished: false), At(1));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(compacting.After(Registry("idle", At(2)), At(3))));
    }

    [Theory]
    [InlineData(0, null, ClaudeReason.Exited)]
    [InlineData(1, null, ClaudeReason.Crashed)]
    [InlineData(143, null, ClaudeReason.Killed)]
    [InlineData(null, 9, ClaudeReason.Killed)]
    [InlineData(null, null, ClaudeReason.Exited)]
    public void The_end_of_the_pane_says_how(int? status, int? signal, ClaudeReason reason) =>
        Assert.Equal((ClaudeActivity.Stopped, reason), Shown(Asking.After(new ClaudeSignal.PaneDied(status, signal), At(9))));

    [Fact]
    public void A_session_is_gone_when_it_is_missing_in_a_list_that_is_newer_than_its_last_word()
    {
        var started = new ClaudeStatus().After(new ClaudeSignal.Launched(WithPrompt: true), At(2)).After(new ClaudeSignal.SessionStarted("startup", "s", null), At(3));
        Assert.Same(started, started.After(new ClaudeSignal.SessionGone(At(1)), At(4)));
        Assert.Same(started, started.After(new ClaudeSignal.SessionGone(At(3)), At(4)));
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Killed), Shown(started.After(new ClaudeSignal.SessionGone(At(5)), At(5))));
    }

    [Fact]
    public void What_ended_stays_ended_whatever_comes_late()
    {
        var stopped = Idle.After(new ClaudeSignal.StoppedByUser(), At(2));
        ClaudeSignal[] late = [Bash, new ClaudeSignal.TurnEnded(0, 0, ""), Registry("busy", At(3)), new ClaudeSignal.PaneDied(0, null), new ClaudeSignal.PermissionAsked("r9", ClaudeReason.Permission, "x"), new ClaudeSignal.ScreenObserved(ScreenState.Busy, "")];
        foreach (var signal in late)
        {
            Assert.Equal((ClaudeActivity.Stopped, "You stopped it"), (stopped.After(signal, At(99)).Activity, stopped.After(signal, At(99)).Detail));
        }
    }

    [Fact]
    public void A_trust_dialog_at_the_start_is_seen_on_the_screen()
    {
        var waiting = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(new ClaudeSignal.ScreenObserved(ScreenState.WaitingForTrust, "trust this folder"), At(2));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Trust), Shown(waiting));
    }

    [Fact]
    public void The_screen_never_overrules_an_open_question() =>
        Assert.Equal(ClaudeActivity.Waiting, Asking.After(new ClaudeSignal.ScreenObserved(ScreenState.Busy, ""), At(99)).Activity);

    private static ClaudeSignal.SessionStarted Started => new("startup", "s1", null);

    private static ClaudeSignal.ToolStarted Bash => new("Bash", "Bash: npm test", null);

    private static ClaudeStatus Idle => ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(Started, Start);

    private static ClaudeStatus Asking => Idle.After(Bash, At(2)).After(new ClaudeSignal.PermissionAsked("r1", ClaudeReason.Permission, "Bash: npm test"), At(3));

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static (ClaudeActivity Activity, ClaudeReason Reason) Shown(ClaudeStatus status) => (status.Activity, status.Reason);
}
