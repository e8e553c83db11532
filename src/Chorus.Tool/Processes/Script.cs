using System.Text;

namespace Chorus.Processes;

/// <summary>The alphabets whose letters can pass for each other, and those that mix with Latin in honest names.</summary>
internal enum Script
{
    /// <summary>Digits, marks, punctuation: of every alphabet.</summary>
    Common,
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    /// <summary>Cherokee, Lisu, Coptic, Deseret: full of letters that look Latin.</summary>
    Rare,
    /// <summary>Chinese, Japanese, Korean.</summary>
    EastAsian,
    Other,
}

/// <summary>Tells the alphabet of a letter.</summary>
internal static class Scripts
{
    public static Script Of(Rune rune)
    {
        var value = rune.Value;
        if (rune.IsAscii)
        {
            return char.IsAsciiLetter((char)value) ? Script.Latin : Script.Common;
        }

        if (!Rune.IsLetter(rune))
        {
            return Script.Common;
        }

        return value switch
        {
            0xAA or 0xBA or (>= 0xC0 and <= 0x02AF) or (>= 0x1D00 and <= 0x1DBF) or (>= 0x1E00 and <= 0x1EFF) => Script.Latin,
            (>= 0x2C60 and <= 0x2C7F) or (>= 0xA720 and <= 0xA7FF) or (>= 0xAB30 and <= 0xAB6F) or (>= 0xFB00 and <= 0xFB06) or (>= 0xFF21 and <= 0xFF5A) => Script.Latin,
            (>= 0x2100 and <= 0x214F) or (>= 0x1D400 and <= 0x1D7FF) => Script.Latin,
            (>= 0x0370 and <= 0x03FF) or (>= 0x1F00 and <= 0x1FFF) => Script.Greek,
            (>= 0x0400 and <= 0x052F) or (>= 0x1C80 and <= 0x1C8F) or (>= 0x2DE0 and <= 0x2DFF) or (>= 0xA640 and <= 0xA69F) => Script.Cyrillic,
            (>= 0x0530 and <= 0x058F) or (>= 0xFB13 and <= 0xFB17) => Script.Armenian,
            (>= 0x13A0 and <= 0x13FF) or (>= 0xAB70 and <= 0xABBF) or (>= 0xA4D0 and <= 0xA4FF) or (>= 0x2C80 and <= 0x2CFF) or (>= 0x10400 and <= 0x1044F) => Script.Rare,
            (>= 0x1100 and <= 0x11FF) or (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFFDC) or (>= 0x20000 and <= 0x3FFFF) => Script.EastAsian,
            _ => Script.Other,
        };
    }
}
