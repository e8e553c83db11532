using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>
/// Knows the characters a reader does not see, or sees as something else than the machine reads.
/// Joiners and variation selectors inside emoji, and the joiners a script's spelling needs, are seen and therefore not hidden.
/// </summary>
internal static class HiddenCharacters
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int Keycap = 0x20E3;
    private const int IdeographicSpace = 0x3000;

    public static IEnumerable<Character> In(string text)
    {
        for (var position = 0; position < text.Length;)
        {
            var character = At(text, position);
            if (character.IsHidden)
            {
                yield return character;
            }

            position += character.Length;
        }
    }

    public static Character At(string text, int position)
    {
        if (!Rune.TryGetRuneAt(text, position, out var rune))
        {
            return new Character(text[position], Length: 1, IsHidden: true);
        }

        var hidden = IsSuspect(rune) && !IsSeenHere(text, position, rune);
        return new Character(rune.Value, rune.Utf16SequenceLength, hidden);
    }

    public static string Code(int value) => $"U+{value.ToString("X4", CultureInfo.InvariantCulture)}";

    public static string Name(int value) => value switch
    {
        0x1B => $"{Code(value)} (escape)",
        0x08 => $"{Code(value)} (backspace)",
        0x0D => $"{Code(value)} (carriage return)",
        0xA0 => $"{Code(value)} (no-break space)",
        0xAD => $"{Code(value)} (soft hyphen)",
        0x200B => $"{Code(value)} (zero width space)",
        _ when ChangesDirection(value) => $"{Code(value)} (changes the direction of the text)",
        0xFEFF => $"{Code(value)} (byte order mark)",
        >= 0xE0000 and <= 0xE007F => $"{Code(value)} (tag)",
        _ => Code(value),
    };

    public static bool ChangesDirection(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsSuspect(Rune rune)
    {
        if (rune.Value is '\n' or '\t' or (>= 0x20 and < 0x7F))
        {
            return false;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator => true,
            _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
                or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF),
        };
    }

    private static bool IsSeenHere(string text, int position, Rune rune)
    {
        var before = Before(text, position);
        var after = After(text, position + rune.Utf16SequenceLength);
        return rune.Value switch
        {
            0xFE0E or 0xFE0F => IsPictograph(before) || (before is (>= '0' and <= '9') or '#' or '*' && after == Keycap),
            ZeroWidthJoiner => (IsPictograph(before) || before is 0xFE0F) && IsPictograph(after),
            ZeroWidthNonJoiner => IsArabicLetter(before) && IsArabicLetter(after),
            IdeographicSpace => IsIdeographic(before) && IsIdeographic(after),
            _ => false,
        };
    }

    private static int Before(string text, int position)
    {
        if (position == 0)
        {
            return -1;
        }

        var start = position > 1 && char.IsSurrogatePair(text[position - 2], text[position - 1]) ? position - 2 : position - 1;
        return After(text, start);
    }

    private static int After(string text, int position) =>
        position < text.Length && Rune.TryGetRuneAt(text, position, out var rune) ? rune.Value : -1;

    /// <summary>The blocks that hold emoji, without regional indicators (which take no joiners) but with skin tones.</summary>
    private static bool IsPictograph(int value) =>
        value is 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299
            or (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF) or 0x24C2 or (>= 0x25A0 and <= 0x27BF) or (>= 0x2900 and <= 0x297F)
            or (>= 0x2B00 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1F1E5) or (>= 0x1F200 and <= 0x1FAFF);

    private static bool IsArabicLetter(int value) => value is (>= 0x0620 and <= 0x064A) or (>= 0x066E and <= 0x06D3);

    private static bool IsIdeographic(int value) =>
        value is (>= 0x3001 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xFF01 and <= 0xFF9F) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>One character of a text, a lone surrogate included.</summary>
    internal readonly record struct Character(int Value, int Length, bool IsHidden);
}
