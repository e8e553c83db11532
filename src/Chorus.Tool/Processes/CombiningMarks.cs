using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>
/// Finds letters that carry so many combining marks that these cover the lines around them. Scripts that spell with several marks on one letter
/// (Hebrew with points, Burmese, Tibetan) may have a few more of their own, each once.
/// </summary>
internal static class CombiningMarks
{
    private const int Flood = 4;
    private const int MostOfOneScript = 6;

    /// <summary>The end of the sequence of marks on one letter that begins here; the position itself when none does.</summary>
    public static int EndOf(string text, int position)
    {
        if (!TryGet(text, position, out var rune, out var category) || !IsStacked(category))
        {
            return position;
        }

        do
        {
            position += rune.Utf16SequenceLength;
        }
        while (TryGet(text, position, out rune, out category) && (IsStacked(category) || category is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format));

        return position;
    }

    /// <summary>The marks to set for one sequence: the hidden characters in it, and the rest of it when it is a flood.</summary>
    public static IEnumerable<Mark> Between(string text, int start, int end)
    {
        var floods = IsFlood(text, start, end);
        var (from, count) = (start, 0);
        for (var position = start; position < end;)
        {
            var character = HiddenCharacters.At(text, position);
            var stacks = !character.IsHidden && TryGet(text, position, out _, out var category) && IsStacked(category);
            if (floods && stacks)
            {
                (from, count) = (count == 0 ? position : from, count + 1);
            }
            else if (count > 0)
            {
                yield return new Mark(from, position - from, MarkKind.CombiningMarks, count);
                count = 0;
            }

            if (character.IsHidden)
            {
                yield return new Mark(position, character.Length, MarkKind.Hidden, character.Value);
            }

            position += character.Length;
        }

        if (count > 0)
        {
            yield return new Mark(from, end - from, MarkKind.CombiningMarks, count);
        }
    }

    private static bool IsFlood(string text, int start, int end)
    {
        Span<int> seen = stackalloc int[MostOfOneScript];
        var count = 0;
        var ownScript = HiddenCharacters.Before(text, start) >> 8;
        var isSpelling = true;
        for (var position = start; position < end;)
        {
            var character = HiddenCharacters.At(text, position);
            if (!character.IsHidden && TryGet(text, position, out _, out var category) && IsStacked(category))
            {
                if (count == MostOfOneScript)
                {
                    return true;
                }

                isSpelling &= !IsOfEveryScript(character.Value) && character.Value >> 8 == ownScript && !seen[..count].Contains(character.Value);
                seen[count++] = character.Value;
            }

            position += character.Length;
        }

        return count >= Flood && !isSpelling;
    }

    private static bool TryGet(string text, int position, out Rune rune, out UnicodeCategory category)
    {
        rune = default;
        category = UnicodeCategory.OtherNotAssigned;
        if (position >= text.Length || !Rune.TryGetRuneAt(text, position, out rune))
        {
            return false;
        }

        category = Rune.GetUnicodeCategory(rune);
        return true;
    }

    /// <summary>Marks that stand over, under or around a letter and take no room of their own.</summary>
    private static bool IsStacked(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>Accents that any letter can carry; no spelling needs four of them.</summary>
    private static bool IsOfEveryScript(int value) =>
        value is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE00 and <= 0xFE2F);
}
