using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Knows where a character that is nothing by itself belongs to what is seen: inside emoji, and where the spelling of a script needs it.</summary>
internal static class Joiners
{
    private const int ZeroWidthSpace = 0x200B;
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int Keycap = 0x20E3;
    private const int IdeographicSpace = 0x3000;
    private const int MongolianVowelSeparator = 0x180E;
    private const int EmojiVariation = 0xFE0F;

    /// <summary>The three flags that are spelled with tags: England, Scotland, Wales.</summary>
    private static readonly string[] TaggedFlags = [Tagged("gbeng"), Tagged("gbsct"), Tagged("gbwls")];

    public static bool AreSeen(string text, int position, int value)
    {
        var before = Neighbour(HiddenCharacters.Before(text, position));
        var after = Neighbour(HiddenCharacters.After(text, position + (value > char.MaxValue ? 2 : 1)));
        return value switch
        {
            0xFE0E or EmojiVariation => IsPictograph(before) || (before is (>= '0' and <= '9') or '#' or '*' && after == Keycap),
            ZeroWidthJoiner => (IsPictograph(before is EmojiVariation ? HiddenCharacters.Before(text, position - 1) : before) && IsPictograph(after))
                || EndsConsonant(text, position, before) || (IsVirama(after) && before >> 7 == after >> 7),
            ZeroWidthNonJoiner => EndsConsonant(text, position, before) || (IsArabic(before) && IsArabic(after)),
            ZeroWidthSpace => IsWrittenWithoutSpaces(before) && before >> 7 == after >> 7,
            IdeographicSpace => IsIdeographic(before) && IsIdeographic(after),
            MongolianVowelSeparator => IsMongolian(before) && IsMongolian(after),
            0x180B or 0x180C or 0x180D or 0x180F => IsMongolian(before),
            >= 0xE0020 and <= 0xE007F => IsInFlag(text, position),
            _ => false,
        };
    }

    /// <summary>What is nothing to see has nothing to join either; -1 for that.</summary>
    private static int Neighbour(int value) =>
        value is EmojiVariation || (value >= 0 && Rune.GetUnicodeCategory(new Rune(value)) is not UnicodeCategory.OtherNotAssigned && !HiddenCharacters.AreDrawnAsNothing(value)) ? value : -1;

    /// <summary>The blocks that hold emoji, without regional indicators (which take no joiners) but with skin tones.</summary>
    private static bool IsPictograph(int value) =>
        value is 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299
            or (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF) or 0x24C2 or (>= 0x25A0 and <= 0x27BF) or (>= 0x2900 and <= 0x297F)
            or (>= 0x2B00 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1F1E5) or (>= 0x1F200 and <= 0x1FAFF);

    /// <summary>Whether a consonant of India or its neighbours ends here, together with the sign that takes its vowel away.</summary>
    private static bool EndsConsonant(string text, int position, int before) =>
        IsVirama(before) && HiddenCharacters.Before(text, position - 1) >> 7 == before >> 7;

    /// <summary>That sign, by script. Bengali and Kannada set a joiner before it.</summary>
    private static bool IsVirama(int value) =>
        value is 0x094D or 0x09CD or 0x0A4D or 0x0ACD or 0x0B4D or 0x0BCD or 0x0C4D or 0x0CCD or 0x0D4D or 0x0DCA or 0x1039 or 0x103A or 0x17D2 or 0x1B44 or 0xA9C0;

    /// <summary>Letters of Arabic, Persian, Urdu and their neighbours, and the vowels set over them.</summary>
    private static bool IsArabic(int value) =>
        value is (>= 0x0620 and <= 0x065F) or (>= 0x066E and <= 0x06D3) or 0x06D5 or (>= 0x06EE and <= 0x06EF) or (>= 0x06FA and <= 0x06FF) or (>= 0x0750 and <= 0x077F);

    /// <summary>Thai, Lao, Burmese and Khmer: an invisible space is where a line may break.</summary>
    private static bool IsWrittenWithoutSpaces(int value) =>
        value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);

    private static bool IsMongolian(int value) => value is (>= 0x1820 and <= 0x18AA);

    private static bool IsIdeographic(int value) =>
        value is (>= 0x3001 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xFF01 and <= 0xFF9F) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsInFlag(string text, int position)
    {
        foreach (var flag in TaggedFlags)
        {
            // Every character of a flag is two long.
            for (var start = position - 2; start >= 0 && start > position - flag.Length; start -= 2)
            {
                if (string.CompareOrdinal(text, start, flag, 0, flag.Length) == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Tagged(string region) =>
        "\U0001F3F4" + string.Concat(region.Select(letter => char.ConvertFromUtf32(0xE0000 + letter))) + "\U000E007F";
}
