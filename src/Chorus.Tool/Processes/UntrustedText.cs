using System.Text;

namespace Chorus.Processes;

/// <summary>Makes text that came from elsewhere (agents, repositories, the network) safe for the place it is shown at or typed into.</summary>
public static class UntrustedText
{
    /// <summary>
    /// The text as runs: what came, and marks for what a reader would not see: <c>⟨U+202E⟩</c> for a hidden character, <c>⟨12 spaces⟩</c> and
    /// <c>⟨5 blank lines⟩</c> for gaps that push something out of sight, <c>⟨9 combining marks⟩</c> for a heap that covers its neighbours. Newline and tab stay.
    /// A mark that somebody typed is text; only runs tell it from ours.
    /// </summary>
    public static IReadOnlyList<TextRun> Runs(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Runs(text, Marks.In(text));
    }

    /// <summary>What <see cref="Runs(string)"/> shows.</summary>
    public static string Visible(string text) => string.Concat(Runs(text).Select(run => run.Shown));

    /// <summary>The same in one line of at most <paramref name="max"/> characters, for lists and headings: a line break is ⏎.</summary>
    public static string VisibleLine(string text, int max = int.MaxValue)
    {
        var line = new StringBuilder();
        foreach (var run in Runs(text))
        {
            if (run.Shown.Length > max - line.Length)
            {
                var kept = run.IsMark ? 0 : Math.Max(0, max - 1 - line.Length);
                kept -= kept > 0 && char.IsHighSurrogate(run.Source[kept - 1]) ? 1 : 0;
                line.Append(run.Shown, 0, kept).Append('…');
                break;
            }

            line.Append(run.Shown);
        }

        return line.Replace('\n', '⏎').Replace('\t', ' ').ToString();
    }

    /// <summary>What in the text does not say what it seems to say, for warnings. Empty for honest text.</summary>
    public static IReadOnlyList<Finding> FindingsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Findings.In(text);
    }

    /// <summary>Whether the text does not say what it seems to say; the findings are lines for a human.</summary>
    public static bool IsDeceptive(string text, out IReadOnlyList<string> findings)
    {
        findings = [.. FindingsIn(text).Select(finding => finding.ToString())];
        return findings.Count > 0;
    }

    /// <summary>The runs of the text with these marks, which come from first to last.</summary>
    internal static IReadOnlyList<TextRun> Runs(string text, IEnumerable<Mark> marks)
    {
        var runs = new List<TextRun>();
        // A text that hides much hides much of the same.
        var texts = new Dictionary<(MarkKind, int), string>();
        var position = 0;
        foreach (var mark in marks)
        {
            if (mark.Start > position)
            {
                runs.Add(new TextRun(text[position..mark.Start]));
            }

            if (!texts.TryGetValue((mark.Kind, mark.Value), out var shown))
            {
                texts.Add((mark.Kind, mark.Value), shown = mark.Text);
            }

            runs.Add(new TextRun(text.Substring(mark.Start, mark.Length), shown));
            position = mark.Start + mark.Length;
        }

        if (position < text.Length)
        {
            runs.Add(new TextRun(text[position..]));
        }

        return runs;
    }

    /// <summary>One line of at most <paramref name="max"/> characters for logs, notifications and names: controls as <c>\x1b</c>, other hidden characters as <c>\u202e</c>.</summary>
    public static string SingleLine(string text, int max)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var line = new StringBuilder(Math.Min(text.Length, max) + 8);
        for (var position = 0; position < text.Length;)
        {
            var character = HiddenCharacters.At(text, position);
            if (character.Value is '\n' or '\t' || character.IsHidden)
            {
                line.Append(Escape(character.Value));
            }
            else
            {
                line.Append(text, position, character.Length);
            }

            position += character.Length;
            if (line.Length > max)
            {
                return Cut(line, max);
            }
        }

        return line.ToString();
    }

    /// <summary>
    /// What may be pasted into a terminal: no ESC and no other control but newline and tab, so that nothing of it is a command to the terminal or an Enter,
    /// and nothing that changes the order in which the rest is read.
    /// </summary>
    public static string ForTerminalInput(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\n' or '\t' || !(char.IsControl(character) || HiddenCharacters.ChangesDirection(character)))
            {
                kept.Append(character);
            }
        }

        return kept.ToString();
    }

    private static string Escape(int value) => value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        <= 0xFF => $@"\x{value:x2}",
        <= 0xFFFF => $@"\u{value:x4}",
        _ => $@"\U{value:x8}",
    };

    private static string Cut(StringBuilder line, int max)
    {
        var length = max - 1;
        if (length > 0 && char.IsHighSurrogate(line[length - 1]))
        {
            length--;
        }

        return line.ToString(0, length) + "…";
    }
}
