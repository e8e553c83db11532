using Chorus.Claude;

namespace Chorus.Tests.Claude;

/// <content>Starts, queued prompts, subagents, compaction: what the hooks tell.</content>
public sealed partial class ClaudeStatusTests
{
    [Fact]
    public void A_launch_with_a_prompt_is_at_nobodys_turn_until_the_prompt_is_worked_on()
    {
        var launched = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: true), Start);
        // Before the prompt is taken up, file and screen of the program are those of an idle one.
        var early = launched.After(Registry("idle", At(1)), At(2)).After(new ClaudeSignal.ScreenObserved(ScreenState.Idle, ""), At(2.5));
        Assert.Equal(ClaudeActivity.Starting, early.Activity);

        var started = early.After(Started, At(3));
        Assert.Equal(ClaudeActivity.Busy, started.Activity);
        Assert.Equal(ClaudeActivity.Busy, started.After(Registry("idle", At(1)), At(4)).Activity);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(started.After(Prompt("p1"), At(4)).After(Stop("p1"), At(5))));
    }

    [Fact]
    public void A_prompt_that_never_comes_leaves_an_idle_session()
    {
        var started = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: true), Start).After(Started, At(3));
        Assert.Equal(ClaudeActivity.Busy, started.After(Registry("idle", At(1)), At(7.9)).Activity);
        Assert.Equal(ClaudeActivity.Idle, started.After(Registry("idle", At(1)), At(8.1)).Activity);
    }

    [Fact]
    public void Without_hooks_the_first_turn_begins_and_ends_as_the_file_says()
    {
        var busy = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: true), Start).After(Registry("busy", At(1)), At(2));
        Assert.Equal(ClaudeActivity.Busy, busy.Activity);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(busy.After(Registry("idle", At(3), screen: "idle-after-turn"), At(4))));
    }

    [Fact]
    public void A_start_hook_that_comes_after_the_turn_began_changes_nothing()
    {
        var busy = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(Registry("busy", At(1)), At(2));
        Assert.Equal(ClaudeActivity.Busy, busy.After(Started, At(2.1)).Activity);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.None), Shown(busy.After(new ClaudeSignal.SessionStarted("clear", "s2", null), At(3))));
    }

    [Fact]
    public void A_prompt_that_waits_in_the_queue_is_announced_when_the_turn_ends()
    {
        var announced = Working("p1").After(Prompt("p1"), At(3)).After(Stop("p1", "One."), At(4));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Queued), Shown(announced));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None), Shown(announced.After(Registry("busy", At(4.1)), At(5))));
        Assert.Equal((ClaudeActivity.Busy, "Bash: npm test"), (announced.After(Bash, At(4.2)).Activity, announced.After(Bash, At(4.2)).Detail));
        // The turn that ended had taken it up already.
        var over = announced.After(Registry("idle", At(4.1)), At(5));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded, "One."), (over.Activity, over.Reason, over.Detail));
    }

    [Fact]
    public void A_queued_prompt_is_announced_once()
    {
        // Escape ended the first turn, and the queued prompt has a turn of its own, with a number of its own.
        var queued = Working("p1").After(Prompt("p1"), At(3));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(queued.After(Stop("p2"), At(9))));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(queued.After(Stop("p1"), At(4)).After(Bash, At(5)).After(Stop("p2"), At(6))));
    }

    [Fact]
    public void A_prompt_that_the_file_told_of_first_is_not_a_queued_one()
    {
        var busy = Idle.After(Registry("busy", At(1)), At(2)).After(Prompt("p1"), At(2.5));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(busy.After(Stop("p1"), At(4))));
    }

    [Fact]
    public void The_end_of_a_subagent_in_the_background_is_a_turn_and_not_a_queued_prompt()
    {
        var background = Working("p1").After(new ClaudeSignal.TurnEnded(1, 0, "") { PromptId = "p1" }, At(3));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Background, "1 subagent in the background"), (background.Activity, background.Reason, background.Detail));
        var told = background.After(Recorded("UserPromptSubmit.task-notification"), At(9));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None), Shown(told));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(told.After(Stop("e43256ba-e4f6-481c-9796-6b36113d4663"), At(10))));
    }

    [Fact]
    public void A_subagent_works_under_the_name_it_was_given()
    {
        var agent = Working("p1").After(Recorded("PreToolUse.Agent"), At(3)).After(Recorded("SubagentStart"), At(4));
        Assert.Equal((ClaudeActivity.Busy, "Agent: Scripted subagent"), (agent.Activity, agent.Detail));
        var tool = agent.After(new ClaudeSignal.ToolStarted("Bash", "Bash: ls", "agent-1"), At(5));
        Assert.Equal("Bash: ls", tool.Detail);
        var thinking = tool.After(new ClaudeSignal.ToolEnded("Bash", "agent-1", Failed: false, Interrupted: false), At(6));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None, "Agent: Scripted subagent"), (thinking.Activity, thinking.Reason, thinking.Detail));
        Assert.Equal("Thinking", thinking.After(Recorded("PostToolUse.Agent"), At(7)).Detail);
    }

    [Fact]
    public void A_subagent_in_the_background_stays_there_while_it_works_and_asks()
    {
        var background = Working("p1").After(new ClaudeSignal.TurnEnded(1, 0, ""), At(3)).After(new ClaudeSignal.ToolStarted("Bash", "Bash: ls", "agent-1"), At(4));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Background, "Bash: ls"), (background.Activity, background.Reason, background.Detail));
        var asking = background.After(new ClaudeSignal.PermissionAsked("r1", ClaudeReason.Permission, "Bash: ls"), At(5));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission), Shown(asking));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Background), Shown(asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(6))));
    }

    [Fact]
    public void A_turn_that_ends_while_its_subagent_asks_rests_in_the_background_after_the_answer()
    {
        var asking = Working("p1").After(new ClaudeSignal.PermissionAsked("r1", ClaudeReason.Permission, "Bash: ls"), At(3)).After(new ClaudeSignal.TurnEnded(1, 0, ""), At(4));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission), Shown(asking));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.Background), Shown(asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false), At(5))));
    }

    [Fact]
    public void A_compaction_on_command_is_a_turn_of_its_own_and_one_in_between_is_not()
    {
        var compacting = Idle.After(Recorded("PreCompact"), At(1));
        Assert.Equal((ClaudeActivity.Busy, "Compacting the conversation"), (compacting.Activity, compacting.Detail));
        var compacted = compacting.After(Recorded("SessionStart.compact"), At(2)).After(Recorded("PostCompact"), At(2.1));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded, "The conversation was compacted"), (compacted.Activity, compacted.Reason, compacted.Detail));

        var between = Working("p1").After(new ClaudeSignal.Compacting(Finished: false), At(3)).After(new ClaudeSignal.Compacting(Finished: true), At(4));
        Assert.Equal((ClaudeActivity.Busy, "Thinking", false), (between.Activity, between.Detail, between.Compacting));
    }

    [Fact]
    public void A_denial_with_a_message_lets_the_model_think()
    {
        var denied = Asking.After(new ClaudeSignal.PermissionClosed("r1", Interrupts: false) { Denied = true }, At(5));
        Assert.Equal((ClaudeActivity.Busy, "Thinking", StatusSource.Chorus), (denied.Activity, denied.Detail, denied.Source));
    }

    [Fact]
    public void Reminders_count_only_where_there_is_no_session_file()
    {
        var working = Working("p1");
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission), Shown(working.After(Recorded("Notification.permission_prompt"), At(9))));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.TurnEnded), Shown(working.After(Recorded("Notification.idle_prompt"), At(62))));

        var known = working.After(Registry("busy", At(2)), At(3));
        Assert.Equal(ClaudeActivity.Busy, known.After(Recorded("Notification.permission_prompt"), At(9)).Activity);
        Assert.Equal(ClaudeActivity.Busy, known.After(Recorded("Notification.idle_prompt"), At(62)).Activity);
    }

    [Fact]
    public void After_the_limit_was_reset_it_works_again_by_itself()
    {
        var limited = Working("p1").After(new ClaudeSignal.TurnFailed("rate_limit", "You've hit your 5-hour limit · resets 10:35am (UTC)"), At(3));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Limit, "You've hit your 5-hour limit · resets 10:35am (UTC)"), (limited.Activity, limited.Reason, limited.Detail));
        var again = limited.After(Recorded("UserPromptSubmit.limit-reset"), At(3600)).After(Recorded("Notification.quota_auto_resume_fired"), At(3600.1));
        Assert.Equal((ClaudeActivity.Busy, ClaudeReason.None), Shown(again));
    }

    private static ClaudeStatus Working(string promptId) => Idle.After(Prompt(promptId), At(2));

    private static ClaudeSignal.PromptSubmitted Prompt(string promptId) => new("go") { PromptId = promptId };

    private static ClaudeSignal.TurnEnded Stop(string promptId, string message = "") => new(0, 0, message) { PromptId = promptId };

    private static ClaudeSignal Recorded(string hook)
    {
        Assert.True(HookPayload.TryParse(Sample.Bytes($"hooks/{hook}.json"), out var payload));
        return payload!.ToSignal()!;
    }
}
