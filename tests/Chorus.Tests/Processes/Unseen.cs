using System.Globalization;
using System.Text;

namespace Chorus.Tests.Processes;

/// <summary>What must never reach a reader unmarked: the list of the threat model, written down once more so that no test trusts the table it tests.</summary>
internal static class Unseen
{
    /// <summary>These may be seen by their effect inside emoji and in the spelling of some scripts; alone they are not.</summary>
    public static bool IsJoiner(Rune rune) =>
        rune.Value is 0x200B or 0x200C or 0x200D or 0xFE0E or 0xFE0F or 0x3000 or (>= 0xE0020 and <= 0xE007F);

    public static bool Is(Rune rune) => rune.Value is not ('\n' or '\t' or ' ')
        && (rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator);
}
