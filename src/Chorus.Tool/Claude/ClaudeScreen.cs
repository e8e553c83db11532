using System.Text.RegularExpressions;
using Chorus.Configuration;

namespace Chorus.Claude;

/// <summary>
/// Reads the visible screen of Claude Code 2.1 (plain text). The footer under the input box is the surest sign: every dialog hides it.
/// Words and glyphs of the spinner are random and never looked at; the user's own patterns are tried when nothing else fits.
/// </summary>
public sealed partial class ClaudeScreen(StatusOptions patterns)
{
    private const int BottomLines = 8;
    private const int DialogLines = 25;
    private const int TurnLines = 14;

    public ScreenReading Classify(string plainScreen)
    {
        ArgumentNullException.ThrowIfNull(plainScreen);
        var lines = plainScreen.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        var bottom = Last(lines, BottomLines);
        if (Ended().IsMatch(bottom))
        {
            return new ScreenReading(ScreenState.Exited, "Claude Code ended");
        }

        var tail = Last(lines, DialogLines);
        if (tail.Contains("Unable to connect to Anthropic", StringComparison.Ordinal))
        {
            return new ScreenReading(ScreenState.NoNetwork, "Claude Code cannot reach Anthropic");
        }

        var footer = lines.FindLastIndex(line => Footer().IsMatch(line));
        return footer >= lines.Count - BottomLines && footer >= 0 ? InputBox(lines, footer, bottom) : Dialog(tail);
    }

    private static ScreenReading InputBox(List<string> lines, int footer, string bottom)
    {
        var turn = string.Join('\n', lines.Skip(Math.Max(0, footer - TurnLines)));
        if (LimitReached().Match(turn) is { Success: true } limit)
        {
            return new ScreenReading(ScreenState.Limited, limit.Value.Trim());
        }

        var box = lines.FindLastIndex(Math.Max(0, footer), line => line.StartsWith('❯') || line.StartsWith('!'));
        var aboveBox = box > 1 ? lines[box - 2] : "";
        if (BackgroundWork().IsMatch(aboveBox) || Busy().IsMatch(bottom) || Busy().IsMatch(Last(lines, BottomLines + 1)))
        {
            return new ScreenReading(ScreenState.Busy, "Working");
        }

        if (bottom.Contains("Please run /login", StringComparison.Ordinal))
        {
            return new ScreenReading(ScreenState.NeedsLogin, "Please run /login");
        }

        return ApiError().Match(bottom) is { Success: true } error ? new ScreenReading(ScreenState.IdleWithError, error.Value.Trim()) : new ScreenReading(ScreenState.Idle, "");
    }

    private ScreenReading Dialog(string tail)
    {
        var state = tail switch
        {
            _ when tail.Contains("Yes, I trust this folder", StringComparison.Ordinal) => ScreenState.WaitingForTrust,
            _ when tail.Contains("Do you want to use this API key", StringComparison.Ordinal) => ScreenState.WaitingForApiKey,
            _ when tail.Contains("Ready to code?", StringComparison.Ordinal) => ScreenState.WaitingForPlan,
            _ when tail.Contains("☐ ", StringComparison.Ordinal) && tail.Contains("Enter to select", StringComparison.Ordinal) => ScreenState.WaitingForQuestion,
            _ when ToolDialog().IsMatch(tail) => ScreenState.WaitingForTool,
            _ when AnyDialog().IsMatch(tail) => ScreenState.WaitingForOther,
            _ when patterns.WaitingPatterns.Any(pattern => Matches(pattern, tail)) => ScreenState.WaitingForOther,
            _ when patterns.IdlePatterns.Any(pattern => Matches(pattern, tail)) => ScreenState.Idle,
            _ => ScreenState.Unknown,
        };
        return new ScreenReading(state, state switch
        {
            ScreenState.WaitingForTrust => "Claude Code asks whether this folder is trusted",
            ScreenState.WaitingForApiKey => "Claude Code asks whether to use an API key",
            ScreenState.Unknown or ScreenState.Idle => "",
            _ => "A dialog is open in the terminal",
        });
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Last(List<string> lines, int count) => string.Join('\n', lines.Skip(Math.Max(0, lines.Count - count)));

    [GeneratedRegex(@"^\s*Press Ctrl-C again|^\s*(⏸|⏵⏵) .+ on\b")]
    private static partial Regex Footer();

    [GeneratedRegex(@"Resume this session with:|Pane is dead")]
    private static partial Regex Ended();

    [GeneratedRegex(@"esc to interrupt|^[^\s\w●❯⎿] .+… \(\d+[sm]|retrying in \d+s", RegexOptions.Multiline)]
    private static partial Regex Busy();

    [GeneratedRegex(@"^. Waiting for \d+ background")]
    private static partial Regex BackgroundWork();

    [GeneratedRegex(@"You've hit your .*|Usage limit reached.*")]
    private static partial Regex LimitReached();

    [GeneratedRegex(@"API Error.*")]
    private static partial Regex ApiError();

    [GeneratedRegex(@"^ (Bash command|Create file|Edit file)", RegexOptions.Multiline)]
    private static partial Regex ToolDialog();

    [GeneratedRegex(@"Esc to cancel|Esc to close|Would you like to proceed\?|^\s*❯ 1\. ", RegexOptions.Multiline)]
    private static partial Regex AnyDialog();
}
