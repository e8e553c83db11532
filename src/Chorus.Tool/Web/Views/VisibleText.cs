using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Chorus.Web.Views;

/// <summary>A run of text that is either plain or a mark that stands for a character nobody would see.</summary>
public readonly record struct TextRun(string Text, bool IsMark);

/// <summary>Foreign text made safe to judge: characters that hide or deceive stand as marks such as ⟨U+202E⟩, and what looks odd is named.</summary>
public sealed partial record VisibleText(string Plain, IReadOnlyList<string> Findings)
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiVariation = 0xFE0F;

    public int Length => Plain.Length;

    public IEnumerable<TextRun> Runs
    {
        get
        {
            var at = 0;
            foreach (Match mark in Mark().Matches(Plain))
            {
                if (mark.Index > at)
                {
                    yield return new TextRun(Plain[at..mark.Index], IsMark: false);
                }

                yield return new TextRun(mark.Value, IsMark: true);
                at = mark.Index + mark.Length;
            }

            if (at < Plain.Length)
            {
                yield return new TextRun(Plain[at..], IsMark: false);
            }
        }
    }

    public static VisibleText Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        var hidden = 0;
        var previous = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune, previous))
            {
                hidden++;
                plain.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            }
            else
            {
                plain.Append(rune.ToString());
            }

            previous = rune;
        }

        return new VisibleText(plain.ToString(), [.. Odd(text, hidden)]);
    }

    public VisibleText Take(int length) => Plain.Length <= length ? this : this with { Plain = Plain[..Cut(length)] };

    public VisibleText Skip(int length) => Plain.Length <= length ? this with { Plain = "" } : this with { Plain = Plain[Cut(length)..] };

    private static IEnumerable<string> Odd(string text, int hidden)
    {
        if (hidden > 0)
        {
            yield return hidden == 1
                ? "One character would be invisible or would change the order of the text; it is marked."
                : $"{hidden} characters would be invisible or would change the order of the text; they are marked.";
        }

        if (WideGap().IsMatch(text))
        {
            yield return "A wide gap of spaces: look for what stands after it.";
        }

        if (BlankLines().IsMatch(text))
        {
            yield return "Three or more blank lines: look for what stands below them.";
        }

        foreach (Match host in MixedHost().Matches(text))
        {
            yield return $"The host name {host.Groups["host"].Value} mixes alphabets.";
        }
    }

    /// <summary>Controls, format characters, odd spaces and blanks; a joiner or variation that belongs to an emoji is honest.</summary>
    private static bool Hides(Rune rune, Rune previous)
    {
        if (rune.Value is '\n' or '\t' or ' ')
        {
            return false;
        }

        if (rune.Value is ZeroWidthJoiner or EmojiVariation && IsEmoji(previous))
        {
            return false;
        }

        return rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFD
                or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned;
    }

    private static bool IsEmoji(Rune rune) =>
        rune.Value is EmojiVariation
        || (!rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);

    /// <summary>Never through a mark, nor between the halves of one character.</summary>
    private int Cut(int length)
    {
        foreach (Match mark in Mark().Matches(Plain))
        {
            if (mark.Index < length && length < mark.Index + mark.Length)
            {
                return mark.Index;
            }
        }

        return char.IsHighSurrogate(Plain[length - 1]) ? length - 1 : length;
    }

    [GeneratedRegex(@"⟨U\+[0-9A-F]{4,6}⟩", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\S {8,}(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex WideGap();

    [GeneratedRegex(@"\n(?:[ \t]*\n){3,}", RegexOptions.CultureInvariant)]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"://(?<host>(?=[^/\s]*[a-z])(?=[^/\s]*[\u0370-\u052F])[^/\s'""]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MixedHost();
}
