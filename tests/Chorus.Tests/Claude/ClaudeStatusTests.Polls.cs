using Chorus.Claude;
using Chorus.Configuration;

namespace Chorus.Tests.Claude;

/// <content>What the session file and the screen may correct.</content>
public sealed partial class ClaudeStatusTests
{
    private static readonly ClaudeScreen Screens = new(new StatusOptions());

    [Theory]
    [InlineData("busy-streaming", ClaudeActivity.Busy)]
    [InlineData("idle-after-turn", ClaudeActivity.Idle)]
    public void An_old_word_of_the_file_overrules_a_newer_hook_only_if_the_screen_agrees(string screen, ClaudeActivity activity) =>
        Assert.Equal(activity, Working("p1").After(Registry("idle", At(1), screen: screen), At(9)).Activity);

    [Fact]
    public void The_file_and_the_screen_of_a_busy_machine_that_still_say_busy_do_not_begin_a_turn()
    {
        var ended = Working("p1").After(Stop("p1", "Done."), At(5));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(ended.After(Registry("busy", At(3), screen: "busy-streaming"), At(9))));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(ended.After(Registry("busy", At(3), screen: "idle-after-turn"), At(99))));
        // Whatever happened: after so long it is believed, and taken back without calling it an interrupt.
        var believed = ended.After(Registry("busy", At(3), screen: "busy-streaming"), At(16));
        Assert.Equal(ClaudeActivity.Busy, believed.Activity);
        var back = believed.After(Registry("idle", At(17)), At(18));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded, "Done."), (back.Activity, back.Reason, back.Detail));
    }

    [Fact]
    public void A_dialog_that_still_stands_there_is_given_time_to_close_after_the_answer()
    {
        var allowed = Asking.After(Registry("waiting", At(3.1)), At(4)).After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(5));
        Assert.Equal(ClaudeActivity.Busy, allowed.After(Registry("waiting", At(3.1), "permission prompt", "permission-bash"), At(6)).Activity);
        // The answer did not reach it.
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission), Shown(allowed.After(Registry("waiting", At(3.1), "permission prompt", "permission-bash"), At(6.6))));
    }

    [Fact]
    public void What_stands_on_the_screen_is_asked_for_before_something_changes()
    {
        Assert.True(Working("p1").WantsScreen(Registry("idle", At(3)), At(3.1)));
        Assert.True(Asking.WantsScreen(Registry("busy", At(4)), At(4.1)));
        Assert.False(Working("p1").WantsScreen(Registry("busy", At(3)), At(9)));
        Assert.False(Asking.WantsScreen(Registry("waiting", At(4)), At(9)));
    }

    [Theory]
    [InlineData("idle-after-turn", ClaudeReason.TurnEnded)]
    [InlineData("after-escape-while-busy", ClaudeReason.Interrupted)]
    [InlineData("usage-limit-oauth", ClaudeReason.Limit)]
    [InlineData("api-401", ClaudeReason.Login)]
    [InlineData("api-529-stopped", ClaudeReason.Error)]
    [InlineData("after-compact-command", ClaudeReason.TurnEnded)]
    public void A_turn_that_ended_while_Chorus_was_down_ended_as_the_screen_says(string screen, ClaudeReason reason)
    {
        var restarted = Working("p1").After(new ClaudeSignal.ServerStarted(), At(9));
        Assert.Equal((ClaudeActivity.Idle, reason), Shown(restarted.After(Registry("idle", At(5), screen: screen), At(10))));
    }

    [Fact]
    public void A_prompt_that_was_coming_when_Chorus_went_down_is_not_waited_for()
    {
        var started = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: true), Start).After(Started, At(1)).After(new ClaudeSignal.ServerStarted(), At(9));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), Shown(started.After(Registry("idle", At(8.5), screen: "after-escape-while-busy"), At(9.5))));
    }

    [Fact]
    public void While_hooks_are_heard_a_turn_that_ends_without_one_was_interrupted_whatever_the_screen_shows()
    {
        // The prompt went back into the input box; the end above it is that of the turn before.
        var interrupted = Working("p1").After(Registry("idle", At(5), screen: "after-escape-before-first-word"), At(6));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), Shown(interrupted));

        var heardAgain = Working("p1").After(new ClaudeSignal.ServerStarted(), At(3)).After(Bash, At(4));
        Assert.Equal(ClaudeReason.Interrupted, heardAgain.After(Registry("idle", At(5), screen: "idle-after-turn"), At(6)).Reason);
    }

    [Fact]
    public void Escape_while_compacting_is_an_interrupt_and_a_compaction_that_is_done_is_a_turn()
    {
        var compacting = Idle.After(new ClaudeSignal.Compacting(Finished: false) { Manual = true }, At(1));
        Assert.Equal(ClaudeReason.Interrupted, compacting.After(Registry("idle", At(2), screen: "after-escape-before-first-word"), At(3)).Reason);
        Assert.Equal(ClaudeReason.TurnEnded, compacting.After(Registry("idle", At(2), screen: "after-compact-command"), At(3)).Reason);
    }

    [Fact]
    public void A_panel_that_the_user_opened_holds_nobody_up_and_gives_back_what_was_before()
    {
        var ended = Working("p1").After(Stop("p1", "Done."), At(3));
        var panel = ended.After(Registry("waiting", At(4), "dialog open", "panel-permissions"), At(5));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.None, "A dialog is open in the terminal"), (panel.Activity, panel.Reason, panel.Detail));
        var back = panel.After(Registry("idle", At(6)), At(7));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded, "Done."), (back.Activity, back.Reason, back.Detail));
    }

    [Theory]
    [InlineData("dialog open", "auto-mode", ClaudeReason.Permission, "Answer in the terminal: Auto mode can't check actions in this session")]
    [InlineData("permission prompt", "permission-bash", ClaudeReason.Permission, "Answer in the terminal: Bash: npm test")]
    [InlineData("permission prompt", "plan-approval", ClaudeReason.Plan, "Answer in the terminal: the plan")]
    [InlineData("input needed", "ask-user-question", ClaudeReason.Question, "Answer in the terminal: ")]
    public void A_dialog_in_a_turn_that_no_hook_told_of_is_named_by_the_screen(string waitingFor, string screen, ClaudeReason reason, string detail)
    {
        var waiting = Working("p1").After(Bash, At(3)).After(Registry("waiting", At(4), waitingFor, screen), At(5));
        Assert.Equal((ClaudeActivity.Waiting, reason), Shown(waiting));
        Assert.StartsWith(detail, waiting.Detail, StringComparison.Ordinal);
        Assert.Equal(ClaudeActivity.Busy, waiting.After(Registry("busy", At(6)), At(7)).Activity);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), Shown(waiting.After(Registry("idle", At(6)), At(7))));
    }

    [Fact]
    public void A_dialog_that_the_file_showed_before_its_hook_arrived_counts_as_seen()
    {
        var asking = Working("p1").After(Registry("waiting", At(3)), At(3.1)).After(new ClaudeSignal.PermissionAsked("r1", ClaudeReason.Permission, "Bash: npm test"), At(3.2));
        Assert.True(asking.DialogSeen);
        Assert.Equal(ClaudeActivity.Busy, asking.After(Registry("busy", At(3.5)), At(4.5)).Activity);
    }

    [Fact]
    public void Yes_in_the_terminal_that_came_before_any_look_is_seen_on_the_screen()
    {
        Assert.Equal(ClaudeActivity.Busy, Asking.After(Registry("busy", At(4), screen: "busy-streaming"), At(5)).Activity);
        Assert.Equal(ClaudeActivity.Waiting, Asking.After(Registry("busy", At(4), screen: "permission-bash"), At(5)).Activity);
    }

    [Fact]
    public void A_question_whose_hook_is_gone_is_what_the_file_says_at_once()
    {
        var lost = Asking.After(Registry("waiting", At(3.1)), At(3.2)).After(new ClaudeSignal.PermissionLost("r1"), At(5));
        Assert.Equal((ClaudeActivity.Waiting, 0), (lost.Activity, lost.Questions.Count));

        var denied = lost.After(Registry("idle", At(5.05)), At(5.1));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted, "Denied in the terminal"), (denied.Activity, denied.Reason, denied.Detail));
        // Escape, and a queued prompt took its turn.
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None), Shown(lost.After(Registry("busy", At(5.05)), At(5.1))));
        // Only the hook died.
        Assert.Equal(lost, lost.After(Registry("waiting", At(3.1)), At(5.1)) with { HasRegistry = lost.HasRegistry });
        var open = lost.After(Registry("waiting", At(3.1)), At(5.8));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission, "Answer in the terminal: Bash: npm test"), (open.Activity, open.Reason, open.Detail));
        Assert.Equal(ClaudeActivity.Busy, open.After(Registry("busy", At(8)), At(9)).Activity);
    }

    [Fact]
    public void A_lost_hook_of_one_question_leaves_the_others_open()
    {
        var two = Asking.After(new ClaudeSignal.PermissionAsked("r2", ClaudeReason.Question, "Which database?"), At(4));
        var one = two.After(new ClaudeSignal.PermissionLost("r1"), At(5));
        Assert.Equal((ClaudeReason.Question, "r2", false), (one.Reason, Assert.Single(one.Questions).RequestId, one.LostAt is not null));
        Assert.Equal(one, one.After(new ClaudeSignal.PermissionLost("r1"), At(6)));
    }

    [Fact]
    public void A_shell_in_the_background_ends_in_the_rest_that_it_outlived()
    {
        var shell = Working("p1").After(new ClaudeSignal.TurnEnded(0, 1, "Started."), At(3));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Background, "1 shell in the background"), (shell.Activity, shell.Reason, shell.Detail));
        Assert.Equal(ClaudeReason.Background, shell.After(Registry("shell", At(4)), At(6)).Reason);
        var over = shell.After(Registry("idle", At(7)), At(8));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded, "Started."), (over.Activity, over.Reason, over.Detail));
        // One that the user sent there.
        var sent = over.After(Registry("shell", At(9)), At(10));
        Assert.Equal((ClaudeReason.Background, ClaudeReason.TurnEnded), (sent.Reason, sent.After(Registry("idle", At(12)), At(13)).Reason));
    }

    [Fact]
    public void Retries_are_told_while_the_model_is_awaited_and_only_then()
    {
        var retry = new ClaudeSignal.RetryObserved(ClaudeScreen.Retry(Sample.Text("screens/api-down-retrying.txt")));
        var retrying = Working("p1").After(retry, At(5));
        Assert.Equal((ClaudeActivity.Busy, "Connection refused (ECONNREFUSED), retrying in 3 s (attempt 4)", StatusSource.Screen), (retrying.Activity, retrying.Detail, retrying.Source));
        Assert.True(retrying.AwaitsModel);
        Assert.Equal("Thinking", retrying.After(new ClaudeSignal.RetryObserved(null), At(6)).Detail);
        // It is no word of a hook: what the file says still counts.
        Assert.Equal(ClaudeActivity.Idle, retrying.After(Registry("idle", At(5.5)), At(7)).Activity);
        Assert.Equal("Bash: npm test", Working("p1").After(Bash, At(3)).After(retry, At(5)).Detail);
        Assert.Equal(ClaudeActivity.Idle, Idle.After(retry, At(5)).Activity);
    }

    [Fact]
    public void A_resumed_session_whose_screen_is_first_is_ready_and_no_turn_of_it_has_ended()
    {
        var ready = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(new ClaudeSignal.ScreenObserved(ScreenState.Idle, ""), At(2));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.None, "Ready"), (ready.Activity, ready.Reason, ready.Detail));
    }

    [Fact]
    public void A_settings_dialog_before_the_start_is_an_error_that_waits_until_it_is_answered()
    {
        var reading = Screens.Classify(Sample.Text("screens/settings-error.txt"));
        var waiting = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: true), Start).After(new ClaudeSignal.ScreenObserved(reading.State, reading.Detail), At(2));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Error), Shown(waiting));
        Assert.Equal("Settings error in /project/.claude/settings.json: Invalid or malformed JSON (line 1, column 18)", waiting.Detail);
        var answered = waiting.After(new ClaudeSignal.ScreenObserved(ScreenState.Unknown, ""), At(5));
        Assert.Equal(ClaudeActivity.Starting, answered.Activity);
        Assert.Equal(ClaudeActivity.Starting, waiting.After(new ClaudeSignal.ScreenObserved(ScreenState.Idle, ""), At(5)).Activity);
        Assert.Equal(ClaudeActivity.Busy, answered.After(Started, At(6)).Activity);
    }

    private static ClaudeSignal.RegistryObserved Registry(string status, DateTimeOffset updatedAt, string? waitingFor = null, string? screen = null) =>
        new(status, waitingFor, updatedAt) { Screen = screen is null ? null : Screens.Classify(Sample.Text($"screens/{screen}.txt")) };
}
