using System.Text.RegularExpressions;

using Chorus.Claude;
using Chorus.Configuration;

namespace Chorus.Tests.Claude;

public sealed class ClaudeScreenTests
{
    public static TheoryData<string, ScreenState> Recorded => new()
    {
        { "after-compact", ScreenState.Idle },
        { "after-ctrl-c-once", ScreenState.Idle },
        { "after-escape-while-busy", ScreenState.Idle },
        { "after-exit", ScreenState.Exited },
        { "after-kill-9", ScreenState.Exited },
        { "after-permission-escape", ScreenState.Idle },
        { "after-resume", ScreenState.Idle },
        { "after-subagent", ScreenState.Idle },
        { "api-401", ScreenState.NeedsLogin },
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
        { "permission-bash", ScreenState.WaitingForTool },
        { "permission-edit", ScreenState.WaitingForTool },
        { "permission-hook-pending", ScreenState.WaitingForTool },
        { "permission-write", ScreenState.WaitingForTool },
        { "plan-approval", ScreenState.WaitingForPlan },
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
    [InlineData("api-529-stopped", "● API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary. Try again in a")]
    public void The_reading_quotes_the_line_it_rests_on(string name, string detail)
    {
        Assert.Equal(detail, Screen.Classify(Sample.Text($"screens/{name}.txt")).Detail);
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
