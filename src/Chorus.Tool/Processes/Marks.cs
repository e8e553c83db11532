namespace Chorus.Processes;

/// <summary>Finds everything in a text that must be marked, in one pass.</summary>
internal static class Marks
{
    /// <summary>The marks from first to last, without overlap.</summary>
    public static IEnumerable<Mark> In(string text)
    {
        var gaps = new Gaps(text);
        for (var position = NextUnusual(text, 0); position < text.Length;)
        {
            var end = Gaps.EndOfBlank(text, position);
            if (end > position)
            {
                foreach (var gap in gaps.Between(position, end))
                {
                    yield return gap;
                }
            }
            else if ((end = CombiningMarks.EndOf(text, position)) > position)
            {
                foreach (var mark in CombiningMarks.Between(text, position, end))
                {
                    yield return mark;
                }
            }
            else
            {
                var character = HiddenCharacters.At(text, position);
                if (character.IsHidden)
                {
                    yield return new Mark(position, character.Length, MarkKind.Hidden, character.Value);
                }

                end = position + character.Length;
            }

            position = NextUnusual(text, end);
        }
    }

    /// <summary>The next character that is not a visible one of ASCII.</summary>
    private static int NextUnusual(string text, int from)
    {
        var distance = text.AsSpan(from).IndexOfAnyExceptInRange('!', '~');
        return distance < 0 ? text.Length : from + distance;
    }
}
