using System.Globalization;
using System.Text.RegularExpressions;

using Chorus.Configuration;

namespace Chorus.Claude;

/// <summary>Reads from a pane's text what Claude Code (2.1.330) is doing, for the moments when neither hooks nor the registry say it.</summary>
public sealed partial class ClaudeScreen(StatusOptions patterns)
{
    internal const string RetryWord = ", retrying in ";

    /// <summary>Reads a capture without colours. The user's patterns are tried on the last lines, where Chorus' own rules find nothing.</summary>
    public ScreenReading Classify(string plainScreen)
    {
        var lines = LinesOf(plainScreen);
        var reading = ReadEnd(lines) ?? (FooterOf(lines) is { } footer ? ReadPrompt(lines, footer) : ReadDialog(lines));
        return reading ?? ReadByUser(string.Join('\n', lines[^Math.Min(15, lines.Length)..]));
    }

    /// <summary>"Connection refused (ECONNREFUSED), retrying in 10 s (attempt 4)", or null when the model is not asked in vain.</summary>
    public static string? Retry(string plainScreen)
    {
        var lines = LinesOf(plainScreen);
        if (FooterOf(lines) is not { } footer || LineIn(lines[..TopOfBox(lines, footer)], 8, Retrying()) is not { } line)
        {
            return null;
        }

        var match = Retrying().Match(line);
        // A countdown that moved every second would be news every second.
        var seconds = int.TryParse(match.Groups["seconds"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        seconds = seconds <= 5 ? seconds : (seconds + 4) / 5 * 5;
        return string.Create(CultureInfo.InvariantCulture, $"{Cause(match.Groups["cause"].Value)}{RetryWord}{seconds} s (attempt {match.Groups["attempt"].Value})");
    }

    /// <summary>Without the advice that stands between what happened and its code.</summary>
    private static string Cause(string text)
    {
        var advice = text.IndexOf(" — ", StringComparison.Ordinal);
        return advice < 0 ? text : text[..advice] + ErrorCode().Match(text).Value;
    }

    /// <summary>What a program that never drew a screen of its own printed last; empty for anything else.</summary>
    public static string LastWords(string plainScreen)
    {
        var lines = LinesOf(plainScreen).TakeWhile(line => !Ended().IsMatch(line)).Where(line => !Banner().IsMatch(line)).ToArray();
        var isScreen = lines.Any(line => Footer().IsMatch(line) || Rule().IsMatch(line));
        return isScreen ? "" : ToolSummary.FirstLine(string.Join(' ', lines[^Math.Min(3, lines.Length)..].Select(line => line.Trim())));
    }

    private static string[] LinesOf(string plainScreen)
    {
        ArgumentNullException.ThrowIfNull(plainScreen);
        return [.. plainScreen.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    private static ScreenReading? ReadEnd(string[] lines)
    {
        if (LineIn(lines, 8, Ended()) is { } ended)
        {
            return new(ScreenState.Exited, ended);
        }

        return LineIn(lines, 25, NoNetwork()) is { } cause ? new(ScreenState.NoNetwork, cause) : null;
    }

    /// <summary>The line below the input box. Every dialog hides it, so its presence alone says that there is none.</summary>
    private static int? FooterOf(string[] lines)
    {
        for (var index = lines.Length - 1; index >= Math.Max(0, lines.Length - 8); index--)
        {
            if (Footer().IsMatch(lines[index]))
            {
                return index;
            }
        }

        return null;
    }

    private static ScreenReading ReadPrompt(string[] lines, int footer)
    {
        var box = TopOfBox(lines, footer);
        var above = lines[Math.Max(0, box - 6)..box];
        if (LineIn(lines[Math.Max(0, footer - 12)..], 12 + 8, Limit()) is { } limit)
        {
            return new(ScreenState.Limited, limit);
        }

        if (Interruptible().IsMatch(string.Join('\n', lines[footer..])) || LineIn(above, 6, Working()) is not null)
        {
            return new(ScreenState.Busy, LineIn(above, 6, Working()) ?? "");
        }

        if (box > 0 && Background().IsMatch(lines[box - 1]))
        {
            return new(ScreenState.Busy, lines[box - 1].Trim());
        }

        if (LineIn(above, 3, ApiError()) is { } error)
        {
            return new(Login().IsMatch(error) ? ScreenState.NeedsLogin : ScreenState.IdleWithError, error);
        }

        return new(ScreenState.Idle, "") { LastTurn = LastTurnAbove(lines[..box]) };
    }

    /// <summary>Looks upwards as far as the last prompt.</summary>
    private static LastTurn LastTurnAbove(string[] above)
    {
        foreach (var line in above.Reverse().TakeWhile(line => !PromptMark().IsMatch(line)))
        {
            var end = TurnDone().IsMatch(line) ? LastTurn.Done : Compacted().IsMatch(line) ? LastTurn.Compacted : TurnInterrupted().IsMatch(line) ? LastTurn.Interrupted : LastTurn.Unknown;
            if (end is not LastTurn.Unknown)
            {
                return end;
            }
        }

        return LastTurn.Unknown;
    }

    /// <summary>The rule above the line with the cursor; the footer itself when there is no such box.</summary>
    private static int TopOfBox(string[] lines, int footer)
    {
        for (var index = footer - 1; index > 0; index--)
        {
            if (PromptMark().IsMatch(lines[index]) && Rule().IsMatch(lines[index - 1]))
            {
                return index - 1;
            }
        }

        return footer;
    }

    private static ScreenReading? ReadDialog(string[] lines)
    {
        var tail = lines[^Math.Min(25, lines.Length)..];
        return Dialog(tail, Trust(), ScreenState.WaitingForTrust)
            ?? Dialog(tail, ApiKey(), ScreenState.WaitingForApiKey)
            ?? ReadSettings(lines)
            ?? Dialog(tail, Plan(), ScreenState.WaitingForPlan)
            ?? Dialog(tail, Question(), ScreenState.WaitingForQuestion)
            ?? (LineIn(tail, 25, ToolQuestion()) is { } asked ? new ScreenReading(ScreenState.WaitingForTool, LineIn(tail, 25, ToolHeading()) ?? asked) : null)
            ?? (LineIn(tail, 25, AnyDialog()) is not null ? new ScreenReading(ScreenState.WaitingForOther, HeadingOf(lines)) : null);
    }

    /// <summary>The file and its first problem: "chorus/.claude/settings.json: Invalid or malformed JSON (line 1, column 3)".</summary>
    private static ScreenReading? ReadSettings(string[] lines)
    {
        var title = Array.FindLastIndex(lines, line => SettingsError().IsMatch(line));
        if (title < 0 || title + 2 >= lines.Length)
        {
            return null;
        }

        var problem = lines[title + 2].TrimStart(' ', '├', '└');
        return new(ScreenState.WaitingForSettings, $"Settings error in {lines[title + 1].Trim()}: {problem}");
    }

    /// <summary>The first line of a dialog, which stands below a rule.</summary>
    private static string HeadingOf(string[] lines)
    {
        var end = Array.FindLastIndex(lines, line => AnyDialog().IsMatch(line));
        var rule = Array.FindLastIndex(lines, end, line => Rule().IsMatch(line));
        return lines[rule + 1].Trim();
    }

    private static ScreenReading? Dialog(string[] tail, Regex pattern, ScreenState state) =>
        LineIn(tail, tail.Length, pattern) is { } line ? new(state, line) : null;

    private ScreenReading ReadByUser(string tail)
    {
        if (patterns.WaitingPatterns.FirstOrDefault(pattern => Matches(pattern, tail)) is { } waiting)
        {
            return new(ScreenState.WaitingForOther, $"matches {waiting}");
        }

        return patterns.IdlePatterns.FirstOrDefault(pattern => Matches(pattern, tail)) is { } idle
            ? new(ScreenState.Idle, $"matches {idle}")
            : new(ScreenState.Unknown, "");
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

    /// <summary>The last of the last <paramref name="count"/> lines that matches, without the spaces around it.</summary>
    private static string? LineIn(string[] lines, int count, Regex pattern) =>
        lines.Skip(lines.Length - count).LastOrDefault(line => pattern.IsMatch(line))?.Trim();

    [GeneratedRegex(@"^\s*Press Ctrl-C again|^\s*(⏸|⏵⏵) .+ on\b", RegexOptions.NonBacktracking)]
    private static partial Regex Footer();

    [GeneratedRegex("^[─▔]{20,}", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex("^[❯!]", RegexOptions.NonBacktracking)]
    private static partial Regex PromptMark();

    [GeneratedRegex("esc to interrupt", RegexOptions.NonBacktracking)]
    private static partial Regex Interruptible();

    /// <summary>Glyph and verb are random; only their shape is known.</summary>
    [GeneratedRegex(@"^[^\s\w●❯⎿] .+… \(\d+[sm]|retrying in \d+s", RegexOptions.NonBacktracking)]
    private static partial Regex Working();

    [GeneratedRegex(@"^[^\s\w●❯⎿] (?<cause>.+) · retrying in (?<seconds>\d+)s · attempt (?<attempt>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Retrying();

    [GeneratedRegex(@" \([A-Z]+\)$", RegexOptions.NonBacktracking)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"^[^\s\w] \S+ for \d.* · done ", RegexOptions.NonBacktracking)]
    private static partial Regex TurnDone();

    [GeneratedRegex(@"^\s+⎿\s+Compacted\b", RegexOptions.NonBacktracking)]
    private static partial Regex Compacted();

    [GeneratedRegex(@"^\s+⎿\s+Interrupted · ", RegexOptions.NonBacktracking)]
    private static partial Regex TurnInterrupted();

    [GeneratedRegex("[▀-▟]", RegexOptions.NonBacktracking)]
    private static partial Regex Banner();

    [GeneratedRegex(@"^\s+Settings Error$", RegexOptions.NonBacktracking)]
    private static partial Regex SettingsError();

    [GeneratedRegex(@"^. Waiting for \d+ background", RegexOptions.NonBacktracking)]
    private static partial Regex Background();

    [GeneratedRegex("Usage limit reached|You've hit your .* limit", RegexOptions.NonBacktracking)]
    private static partial Regex Limit();

    [GeneratedRegex("API Error|Please run /login", RegexOptions.NonBacktracking)]
    private static partial Regex ApiError();

    [GeneratedRegex("Please run /login", RegexOptions.NonBacktracking)]
    private static partial Regex Login();

    [GeneratedRegex("Resume this session with:|Pane is dead", RegexOptions.NonBacktracking)]
    private static partial Regex Ended();

    [GeneratedRegex("Unable to connect to Anthropic", RegexOptions.NonBacktracking)]
    private static partial Regex NoNetwork();

    [GeneratedRegex("Yes, I trust this folder", RegexOptions.NonBacktracking)]
    private static partial Regex Trust();

    [GeneratedRegex("Do you want to use this API key", RegexOptions.NonBacktracking)]
    private static partial Regex ApiKey();

    [GeneratedRegex(@"Would you like to proceed\?", RegexOptions.NonBacktracking)]
    private static partial Regex Plan();

    [GeneratedRegex("^Enter to select ", RegexOptions.NonBacktracking)]
    private static partial Regex Question();

    [GeneratedRegex(@"^ Do you want to .+\?$", RegexOptions.NonBacktracking)]
    private static partial Regex ToolQuestion();

    [GeneratedRegex(@"^ (Bash command|Create file|Edit file)$", RegexOptions.NonBacktracking)]
    private static partial Regex ToolHeading();

    [GeneratedRegex(@"Esc to cancel|Esc to close|^\s*❯ 1\. ", RegexOptions.NonBacktracking)]
    private static partial Regex AnyDialog();
}
