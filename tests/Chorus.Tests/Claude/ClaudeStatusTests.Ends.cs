using Chorus.Claude;

namespace Chorus.Tests.Claude;

/// <content>How a process ended.</content>
public sealed partial class ClaudeStatusTests
{
    private static readonly ClaudeSignal.PaneDied Unknown = new(ExitStatus: null, Signal: null);

    [Fact]
    public void A_program_that_left_its_session_file_behind_was_killed_though_tmux_missed_how()
    {
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Killed), Shown(Working("p1").After(Unknown with { LeftBehind = true }, At(9))));
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Exited), Shown(Working("p1").After(Unknown, At(9))));
    }

    [Theory]
    [InlineData(1, "Claude Code ended with status 1: No conversation found")]
    [InlineData(null, "Claude Code did not start: No conversation found")]
    public void A_start_that_failed_is_told_in_the_programs_own_words(int? status, string detail)
    {
        var died = new ClaudeSignal.PaneDied(status, Signal: null) { LastWords = "No conversation found" };
        var crashed = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(died, At(1));
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Crashed, detail), (crashed.Activity, crashed.Reason, crashed.Detail));

        // It says goodbye with a hook, too.
        var hook = ClaudeStatus.NotStarted.After(new ClaudeSignal.Launched(WithPrompt: false), Start).After(Recorded("SessionEnd.other"), At(1));
        Assert.Equal((ClaudeReason.Crashed, true), (hook.Reason, hook.EndUnexplained));
        Assert.Equal((ClaudeReason.Crashed, detail, false), (hook.After(died, At(2)).Reason, hook.After(died, At(2)).Detail, hook.After(died, At(2)).EndUnexplained));
    }

    [Fact]
    public void What_ended_from_outside_is_explained_by_tmux()
    {
        var ended = Working("p1").After(Recorded("SessionEnd.other"), At(3));
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Killed), Shown(ended));
        (ClaudeSignal Signal, ClaudeReason Reason, string Detail)[] explanations =
        [
            (new ClaudeSignal.PaneDied(143, null), ClaudeReason.Killed, "Claude Code was killed (signal 15)"),
            (new ClaudeSignal.SessionGone(At(60)), ClaudeReason.Killed, "The tmux session was ended outside Chorus"),
            (new ClaudeSignal.TmuxLost(), ClaudeReason.Lost, "The tmux server is gone; Restart resumes the conversation"),
            (new ClaudeSignal.PaneDied(0, null), ClaudeReason.Exited, "Claude Code ended"),
            (Unknown, ClaudeReason.Killed, "Claude Code was ended from outside"),
        ];
        foreach (var (signal, reason, detail) in explanations)
        {
            var explained = ended.After(signal, At(4));
            Assert.Equal((reason, detail, false), (explained.Reason, explained.Detail, explained.EndUnexplained));
            Assert.Equal(explained, explained.After(new ClaudeSignal.TmuxLost(), At(5)));
        }
    }

    [Fact]
    public void Who_left_by_the_door_was_not_killed_whatever_the_pane_says()
    {
        var left = Idle.After(Recorded("SessionEnd.prompt_input_exit"), At(3));
        Assert.Equal((ClaudeActivity.Stopped, ClaudeReason.Exited), Shown(left));
        foreach (var signal in new ClaudeSignal[] { Unknown, new ClaudeSignal.PaneDied(0, null), new ClaudeSignal.PaneDied(143, null), new ClaudeSignal.SessionGone(At(60)) })
        {
            Assert.Equal((ClaudeReason.Exited, left.Detail, false), (left.After(signal, At(4)).Reason, left.After(signal, At(4)).Detail, left.After(signal, At(4)).EndUnexplained));
        }
    }

    [Fact]
    public void A_launch_forgets_how_the_last_process_ended()
    {
        var ended = Working("p1").After(Recorded("SessionEnd.other"), At(3)).After(new ClaudeSignal.Launched(WithPrompt: false), At(4));
        Assert.Equal((ClaudeActivity.Starting, false), (ended.Activity, ended.EndUnexplained));
        Assert.False(Working("p1").After(Recorded("SessionEnd.other"), At(3)).After(new ClaudeSignal.StoppedByUser(), At(4)).EndUnexplained);
    }
}
