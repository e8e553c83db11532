using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>
/// Knows the characters a reader does not see, or sees as something else than the machine reads.
/// What is seen by its effect (<see cref="Joiners"/>) is not hidden. Letters written from right to left are seen as well; the page sets every field
/// apart, so that they never change the order of what stands around it.
/// </summary>
internal static class HiddenCharacters
{
    public static Character At(string text, int position)
    {
        if (!Rune.TryGetRuneAt(text, position, out var rune))
        {
            return new Character(text[position], Length: 1, IsHidden: true);
        }

        var hidden = IsSuspect(rune) && !Joiners.AreSeen(text, position, rune.Value);
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

    /// <summary>The character that ends here; -1 for none and for half of one.</summary>
    public static int Before(string text, int position)
    {
        if (position == 0)
        {
            return -1;
        }

        var start = position > 1 && char.IsSurrogatePair(text[position - 2], text[position - 1]) ? position - 2 : position - 1;
        return After(text, start);
    }

    /// <summary>The character that begins here; -1 for none and for half of one.</summary>
    public static int After(string text, int position) =>
        position < text.Length && Rune.TryGetRuneAt(text, position, out var rune) ? rune.Value : -1;

    private static bool IsSuspect(Rune rune)
    {
        if (rune.Value is '\n' or '\t' or (>= 0x20 and < 0x7F))
        {
            return false;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned => true,
            _ => AreDrawnAsNothing(rune.Value),
        };
    }

    /// <summary>Letters, marks and symbols that fonts draw as nothing at all or as a blank.</summary>
    public static bool AreDrawnAsNothing(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or 0xFFFC
            or 0x13441 or 0x13442 or 0x16FE4 or 0x1D159 or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>One character of a text, a lone surrogate included.</summary>
    internal readonly record struct Character(int Value, int Length, bool IsHidden);
}
