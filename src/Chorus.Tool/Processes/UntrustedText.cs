using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Makes text that comes from elsewhere safe for the place it goes to.</summary>
public static class UntrustedText
{
    /// <summary>Runs of blanks from this length on can push something out of sight.</summary>
    private const int ManyBlanks = 8;

    private const int ManyBlankLines = 3;

    private static readonly SearchValues<char> EndsHost = SearchValues.Create("/ \t\n\"'`?#");

    /// <summary>What may be pasted into a terminal: no ESC, no other control character but newline and tab, and none that reorders what is read.</summary>
    public static string ForTerminalInput(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || IsBidirectionalControl(rune.Value)))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }

    /// <summary>The same text with every character that hides or deceives as a mark such as ⟨U+202E⟩. Newline and tab stay.</summary>
    public static string Visible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(Hides(rune, before) ? Mark(rune) : rune.ToString());
            before = rune;
        }

        return shown.ToString();
    }

    /// <summary>Whether the text may show something else than it is, and what to look at.</summary>
    public static bool IsDeceptive(string text, out IReadOnlyList<string> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<string>();
        if (Visible(text) != text)
        {
            found.Add("It contains characters that are invisible or change how it reads; they are marked.");
        }

        if (text.Contains(new string(' ', ManyBlanks), StringComparison.Ordinal) && text.Split('\n').Any(line => line.TrimStart(' ').Contains(new string(' ', ManyBlanks), StringComparison.Ordinal)))
        {
            found.Add("It contains long runs of blanks; something may stand far to the right.");
        }

        if (text.Contains(new string('\n', ManyBlankLines + 1), StringComparison.Ordinal))
        {
            found.Add("It contains several empty lines in a row; something may stand far below.");
        }

        if (HostNames(text).Any(MixesScripts))
        {
            found.Add("It names a host whose letters come from different scripts.");
        }

        findings = found;
        return found.Count > 0;
    }

    /// <summary>One line for logs, tables and notifications: control characters as \x1b, the rest cut with an ellipsis.</summary>
    public static string SingleLine(string text, int max)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder();
        foreach (var rune in Visible(text.ReplaceLineEndings(" ")).EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? $"\\x{rune.Value:x2}" : rune.ToString();
            if (line.Length + shown.Length > max)
            {
                return line.Append('…').ToString();
            }

            line.Append(shown);
        }

        return line.ToString();
    }

    private static string Mark(Rune rune) => rune.Value < 0x20 || rune.Value == 0x7f ? $"\\x{rune.Value:x2}" : $"⟨U+{rune.Value:X4}⟩";

    /// <summary>Controls, formats, separators and fillers that a reader cannot see. Joiners and selectors inside an emoji are honest.</summary>
    private static bool Hides(Rune rune, Rune? before)
    {
        if (rune.Value is '\n' or '\t')
        {
            return false;
        }

        var joinsEmoji = rune.Value is 0x200D or 0xFE0F && before is { } previous && (IsPictograph(previous.Value) || previous.Value == 0xFE0F);
        return !joinsEmoji && (IsFiller(rune.Value) || Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse => true,
            UnicodeCategory.SpaceSeparator => rune.Value != ' ',
            _ => false,
        });
    }

    private static bool IsFiller(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool IsPictograph(int value) => value is (>= 0x2190 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1FAFF) or (>= 0x23 and <= 0x39) or 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299;

    private static bool IsBidirectionalControl(int value) => value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static IEnumerable<string> HostNames(string text)
    {
        var at = 0;
        while ((at = text.IndexOf("://", at, StringComparison.Ordinal)) >= 0)
        {
            at += 3;
            var end = text.AsSpan(at).IndexOfAny(EndsHost);
            yield return end < 0 ? text[at..] : text[at..(at + end)];
        }
    }

    private static bool MixesScripts(string host)
    {
        var letters = host.EnumerateRunes().Where(Rune.IsLetter).ToList();
        return letters.Any(letter => letter.Value < 0x250) && letters.Any(letter => letter.Value is (>= 0x370 and <= 0x52F) or (>= 0x530 and <= 0x58F));
    }
}
