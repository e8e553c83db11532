using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Makes text that came from elsewhere (agents, repositories, the network) safe for the place it is shown at or typed into.</summary>
public static class UntrustedText
{
    /// <summary>
    /// The text with everything a reader would not see replaced by a mark: <c>⟨U+202E⟩</c> for a hidden character,
    /// <c>⟨12 spaces⟩</c> and <c>⟨5 blank lines⟩</c> for gaps that push something out of sight. Newline and tab stay.
    /// </summary>
    public static string Visible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length + 16);
        var position = 0;
        foreach (var gap in Gaps.In(text))
        {
            AppendVisible(shown, text, position, gap.Start);
            shown.Append('⟨').Append(gap.Mark).Append('⟩').Append(gap.Ending);
            position = gap.Start + gap.Length;
        }

        AppendVisible(shown, text, position, text.Length);
        return shown.ToString();
    }

    /// <summary>Whether the text does not say what it seems to say; the findings are lines for a human.</summary>
    public static bool IsDeceptive(string text, out IReadOnlyList<string> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<string>();
        var hidden = HiddenCharacters.In(text).CountBy(character => character.Value);
        found.AddRange(hidden.Select(group => group.Value == 1
            ? $"hidden character {HiddenCharacters.Name(group.Key)}"
            : $"hidden character {HiddenCharacters.Name(group.Key)}, {group.Value.ToString(CultureInfo.InvariantCulture)} times"));
        found.AddRange(Gaps.In(text).Select(gap => $"a gap of {gap.Mark}"));
        found.AddRange(LookAlikes.In(text));
        findings = found;
        return found.Count > 0;
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

    private static void AppendVisible(StringBuilder shown, string text, int from, int to)
    {
        for (var position = from; position < to;)
        {
            var character = HiddenCharacters.At(text, position);
            if (character.IsHidden)
            {
                shown.Append('⟨').Append(HiddenCharacters.Code(character.Value)).Append('⟩');
            }
            else
            {
                shown.Append(text, position, character.Length);
            }

            position += character.Length;
        }
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
