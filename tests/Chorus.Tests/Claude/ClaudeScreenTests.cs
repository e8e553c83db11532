using System.Text.RegularExpressions;

using Chorus.Claude;
using Chorus.Configuration;

namespace Chorus.Tests.Claude;

public sealed class ClaudeScreenTests
{
    public static TheoryData<string, ScreenState> Recorded => new()
    {
        { "after-compact-command", ScreenState.Idle },
        { "after-compact", ScreenState.Idle },
        { "after-ctrl-c-once", ScreenState.Idle },
        { "after-escape-before-first-word", ScreenState.Idle },
        { "after-escape-while-busy", ScreenState.Idle },
        { "after-exit", ScreenState.Exited },
        { "after-kill-9", ScreenState.Exited },
        { "after-permission-escape", ScreenState.Idle },
        { "after-resume", ScreenState.Idle },
        { "after-subagent", ScreenState.Idle },
        { "api-401", ScreenState.NeedsLogin },
        { "api-500-first-retry", ScreenState.Busy },
        { "api-500-later-retry", ScreenState.Busy },
        { "api-500-retrying", ScreenState.Busy },
        { "api-529-stopped", ScreenState.IdleWithError },
        { "api-down-retrying", ScreenState.Busy },
        { "api-key-approval-dialog", ScreenState.WaitingForApiKey },
        { "ask-user-question", ScreenState.WaitingForQuestion },
        { "auto-mode", ScreenState.WaitingForOther },
        { "auto-mode-fallback-permission", ScreenState.WaitingForTool },
        { "busy-streaming", ScreenState.Busy },
        { "busy-with-queued-message", ScreenState.Busy },
        { "first-run-no-internet", ScreenState.NoNetwork },
        { "hook-server-down", ScreenState.Idle },
        { "idle-after-turn", ScreenState.Idle },
        { "idle-first-start-auto-mode-notice", ScreenState.Idle },
        { "idle-fresh-start", ScreenState.Idle },
        { "idle-with-background-shell", ScreenState.Idle },
        { "no-conversation", ScreenState.Unknown },
        { "panel-permissions", ScreenState.WaitingForOther },
        { "permission-bash", ScreenState.WaitingForTool },
        { "permission-edit", ScreenState.WaitingForTool },
        { "permission-hook-pending", ScreenState.WaitingForTool },
        { "permission-write", ScreenState.WaitingForTool },
        { "plan-approval", ScreenState.WaitingForPlan },
        { "settings-error", ScreenState.WaitingForSettings },
        { "slash-cost", ScreenState.WaitingForOther },
        { "trust-dialog", ScreenState.WaitingForTrust },
        { "usage-limit-429-apikey", ScreenState.IdleWithError },
        { "usage-limit-oauth", ScreenState.Limited },
        { "waiting-for-background-agent", ScreenState.Busy },
    };

    private static readonly ClaudeScreen Screen = new(new StatusOptions());

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_screen_is_read_as_what_it_was(string name, ScreenState expected)
    {
        Assert.Equal(expected, Screen.Classify(Sample.Text($"screens/{name}.txt")).State);
    }

    [Fact]
    public void Every_recorded_screen_is_tested()
    {
        Assert.Equal(Sample.Names("screens"), Recorded.Select(row => (string)row[0] + ".txt").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("permission-bash", "Bash command")]
    [InlineData("permission-edit", "Edit file")]
    [InlineData("auto-mode", "Auto mode can't check actions in this session")]
    [InlineData("settings-error", "Settings error in /project/.claude/settings.json: Invalid or malformed JSON (line 1, column 18)")]
    [InlineData("api-529-stopped", "● API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary. Try again in a")]
    public void The_reading_quotes_the_line_it_rests_on(string name, string detail)
    {
        Assert.Equal(detail, Screen.Classify(Sample.Text($"screens/{name}.txt")).Detail);
    }

    [Theory]
    [InlineData("api-500-first-retry", "API error, retrying in 1 s (attempt 1)")]
    [InlineData("api-500-later-retry", "500 Scripted 500, retrying in 5 s (attempt 4)")]
    [InlineData("api-500-retrying", "500 Scripted 500, retrying in 10 s (attempt 5)")]
    [InlineData("api-down-retrying", "Connection refused (ECONNREFUSED), retrying in 3 s (attempt 4)")]
    [InlineData("busy-streaming", null)]
    [InlineData("idle-after-turn", null)]
    [InlineData("permission-bash", null)]
    public void A_retry_is_told_with_its_cause_and_in_steps_that_do_not_move_every_second(string name, string? detail)
    {
        Assert.Equal(detail, ClaudeScreen.Retry(Sample.Text($"screens/{name}.txt")));
    }

    [Fact]
    public void An_answer_that_talks_of_retries_is_no_retry()
    {
        var screen = Sample.Text("screens/idle-after-turn.txt").Replace("✻ Brewed for 0s", "● The log says: API error · retrying in 1s · attempt 1/10\n\n✻ Brewed for 0s", StringComparison.Ordinal);
        Assert.Null(ClaudeScreen.Retry(screen));
    }

    [Theory]
    [InlineData("idle-after-turn", LastTurn.Done)]
    [InlineData("idle-with-background-shell", LastTurn.Done)]
    [InlineData("after-compact-command", LastTurn.Compacted)]
    [InlineData("after-escape-while-busy", LastTurn.Interrupted)]
    [InlineData("after-permission-escape", LastTurn.Interrupted)]
    [InlineData("idle-fresh-start", LastTurn.Unknown)]
    // The prompt went back into the input box, and what stands above it is the turn before.
    [InlineData("after-escape-before-first-word", LastTurn.Done)]
    public void How_the_last_turn_ended_stands_above_the_input_box(string name, LastTurn end)
    {
        Assert.Equal(end, Screen.Classify(Sample.Text($"screens/{name}.txt")).LastTurn);
    }

    [Theory]
    [InlineData("no-conversation", "No conversation found with session ID: aaaaaaaa-0000-4000-8000-000000000000")]
    [InlineData("after-kill-9", "")]
    [InlineData("idle-after-turn", "")]
    public void The_last_words_of_a_program_are_told_unless_they_are_a_screen_of_its_own(string name, string words)
    {
        Assert.Equal(words, ClaudeScreen.LastWords(Sample.Text($"screens/{name}.txt")));
        Assert.Equal(words, ClaudeScreen.LastWords(" ▐▛███▛█   Claude Code v2.1.330\n" + Sample.Text($"screens/{name}.txt")));
        Assert.Equal(words, ClaudeScreen.LastWords(Sample.Text($"screens/{name}.txt") + "\nResume this session with:\nclaude --resume x\nPane is dead (status 1, Wed Nov 25 09:32:43 2026)\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("$ ls\nnotes.md\n$ ")]
    public void A_screen_without_Claude_is_unknown(string screen)
    {
        Assert.Equal(ScreenState.Unknown, Screen.Classify(screen).State);
    }

    [Fact]
    public void A_users_pattern_counts_only_where_nothing_else_is_known()
    {
        var screen = new ClaudeScreen(new StatusOptions
        {
            IdlePatterns = [new Regex("notes", RegexOptions.NonBacktracking)],
            WaitingPatterns = [new Regex("^proceed", RegexOptions.NonBacktracking | RegexOptions.Multiline), new Regex("manual mode", RegexOptions.NonBacktracking)],
        });
        Assert.Equal(ScreenState.Idle, screen.Classify("notes.md\n").State);
        Assert.Equal(ScreenState.WaitingForOther, screen.Classify("notes.md\nproceed? [y/n]\n").State);
        Assert.Equal(ScreenState.Idle, screen.Classify(Sample.Text("screens/idle-fresh-start.txt")).State);
    }

    [Fact]
    public void Any_part_of_any_screen_can_be_read()
    {
        foreach (var text in Sample.Names("screens").Select(name => Sample.Text("screens/" + name)))
        {
            var lines = text.Split('\n');
            for (var count = 0; count <= lines.Length; count++)
            {
                _ = Screen.Classify(string.Join('\n', lines[..count]));
                _ = Screen.Classify(string.Join('\n', lines[count..]));
            }
        }
    }
}
