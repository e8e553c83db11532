using System.Globalization;

namespace Chorus.Processes;

/// <summary>Finds the empty stretches that move a part of a text out of the reader's sight; ordinary indentation is none.</summary>
internal static class Gaps
{
    private const int SpacesInLine = 8;
    private const int SpacesOfIndentation = 40;
    private const int BlankLines = 3;

    /// <summary>The gaps from first to last, without overlap.</summary>
    public static IEnumerable<Gap> In(string text)
    {
        for (var position = 0; position < text.Length;)
        {
            if (text[position] is not (' ' or '\t' or '\n'))
            {
                position++;
                continue;
            }

            var end = position;
            while (end < text.Length && text[end] is ' ' or '\t' or '\n')
            {
                end++;
            }

            foreach (var gap in InBlank(text, position, end))
            {
                yield return gap;
            }

            position = end;
        }
    }

    /// <summary>The gaps of one stretch of spaces, tabs and newlines.</summary>
    private static IEnumerable<Gap> InBlank(string text, int start, int end)
    {
        var first = text.IndexOf('\n', start, end - start);
        if (first < 0)
        {
            return InLine(text, start, end, start == 0 ? SpacesOfIndentation : SpacesInLine);
        }

        var last = text.LastIndexOf('\n', end - 1, end - start);
        var blank = text.AsSpan(first, last - first).Count('\n');
        var trailing = InLine(text, start, first, SpacesInLine);
        var indentation = InLine(text, last + 1, end, SpacesOfIndentation);
        return blank < BlankLines
            ? [.. trailing, .. indentation]
            : [.. trailing, new Gap(first + 1, last - first, Counted(blank, "blank lines"), "\n"), .. indentation];
    }

    private static IEnumerable<Gap> InLine(string text, int start, int end, int limit)
    {
        var tabs = text.AsSpan(start, end - start).Count('\t');
        // A tab is at least as wide as two spaces; four of them are no ordinary column.
        return end - start + tabs >= limit ? [new Gap(start, end - start, Counted(end - start, tabs == 0 ? "spaces" : "spaces and tabs"), "")] : [];
    }

    private static string Counted(int count, string what) => $"{count.ToString(CultureInfo.InvariantCulture)} {what}";

    /// <summary>An empty stretch, what to show in its place, and the line ending that stays.</summary>
    internal readonly record struct Gap(int Start, int Length, string Mark, string Ending);
}
