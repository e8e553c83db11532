using System.Buffers;

namespace Chorus.Processes;

/// <summary>Finds the empty stretches that move a part of a text out of the reader's sight; ordinary indentation and the cells of a drawn table are none.</summary>
internal sealed class Gaps(string text)
{
    private const int WidthInLine = 8;
    private const int WidthOfLayout = 40;
    private const int BlankLines = 3;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n");
    private static readonly SearchValues<char> Borders = SearchValues.Create("|│┃║┆┊");

    // The line that was looked at last, so that a line with many gaps is measured once.
    private int lineEnd = -1;
    private bool isTableRow;

    /// <summary>The end of the stretch of spaces, tabs and newlines that begins here; the position itself when none does.</summary>
    public static int EndOfBlank(string text, int position)
    {
        var length = text.AsSpan(position).IndexOfAnyExcept(Blanks);
        return length < 0 ? text.Length : position + length;
    }

    /// <summary>The gaps of one whole blank stretch.</summary>
    public IEnumerable<Mark> Between(int start, int end)
    {
        if (end - start < BlankLines)
        {
            return [];
        }

        var first = text.IndexOf('\n', start, end - start);
        if (first < 0)
        {
            return InLine(start, end, start == 0 || IsTableCell(start, end) ? WidthOfLayout : WidthInLine);
        }

        var last = text.LastIndexOf('\n', end - 1, end - start);
        var from = start == 0 ? 0 : first + 1;
        var blank = text.AsSpan(from, last + 1 - from).Count('\n');
        var trailing = start == 0 ? [] : InLine(start, first, WidthInLine);
        IEnumerable<Mark> lines = blank >= BlankLines ? [new Mark(from, last - from, MarkKind.BlankLines, blank)] : InLines(from, last);
        return [.. trailing, .. lines, .. InLine(last + 1, end, WidthOfLayout)];
    }

    /// <summary>Few blank lines may still be wide ones.</summary>
    private IEnumerable<Mark> InLines(int from, int last)
    {
        while (from < last)
        {
            var end = text.IndexOf('\n', from, last + 1 - from);
            foreach (var gap in InLine(from, end, WidthOfLayout))
            {
                yield return gap;
            }

            from = end + 1;
        }
    }

    private IEnumerable<Mark> InLine(int start, int end, int limit)
    {
        var length = end - start;
        var tabs = text.AsSpan(start, length).Count('\t');
        // A tab is at least as wide as two spaces; four of them are no ordinary column.
        if (length + tabs < limit)
        {
            return [];
        }

        var kind = tabs == 0 ? MarkKind.Spaces : tabs == length ? MarkKind.Tabs : MarkKind.SpacesAndTabs;
        return [new Mark(start, length, kind, length)];
    }

    /// <summary>Beside a border in a line that begins and ends with one.</summary>
    private bool IsTableCell(int start, int end)
    {
        if (end == text.Length || !(Borders.Contains(text[start - 1]) || Borders.Contains(text[end])))
        {
            return false;
        }

        if (start >= lineEnd)
        {
            var newline = text.IndexOf('\n', start);
            lineEnd = newline < 0 ? text.Length : newline;
            var lineStart = text.LastIndexOf('\n', start) + 1;
            var line = text.AsSpan(lineStart, lineEnd - lineStart).Trim(" \t");
            isTableRow = line.Length > 1 && Borders.Contains(line[0]) && Borders.Contains(line[^1]);
        }

        return isTableRow;
    }
}
