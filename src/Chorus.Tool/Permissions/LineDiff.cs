using System.Globalization;
using DiffPlex;

namespace Chorus.Permissions;

/// <summary>Writes the difference of two texts as lines with numbers and a few unchanged lines around each change.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <param name="isNumbered">False when the texts are parts of a file whose place is not known.</param>
    public static IReadOnlyList<ChangedLine> Between(string before, string after, bool isNumbered)
    {
        // Windows line ends are shown only where they change.
        if (IsWindows(before) && IsWindows(after))
        {
            (before, after) = (before.ReplaceLineEndings("\n"), after.ReplaceLineEndings("\n"));
        }

        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, WholeLines.Instance);
        var (left, right) = (diff.PiecesOld, diff.PiecesNew);
        var lines = new List<ChangedLine>();
        var (oldAt, newAt) = (0, 0);
        foreach (var block in diff.DiffBlocks)
        {
            Unchanged(block.DeleteStartA, isLast: false);
            for (var index = 0; index < block.DeleteCountA; index++, oldAt++)
            {
                lines.Add(new ChangedLine("-", Number(oldAt), null, left[oldAt]));
            }

            for (var index = 0; index < block.InsertCountB; index++, newAt++)
            {
                lines.Add(new ChangedLine("+", null, Number(newAt), right[newAt]));
            }
        }

        Unchanged(left.Count, isLast: true);
        return lines;

        int? Number(int index) => isNumbered ? index + 1 : null;

        void Unchanged(int end, bool isLast)
        {
            var head = lines.Count == 0 ? 0 : Context;
            var tail = isLast ? 0 : Context;
            var count = end - oldAt;
            for (var index = 0; index < count; index++, oldAt++, newAt++)
            {
                // One line left out would take as much room as the line itself.
                if (count > head + tail + 1 && index >= head && index < count - tail)
                {
                    var skipped = count - head - tail;
                    lines.Add(new ChangedLine("…", null, null, skipped.ToString(CultureInfo.InvariantCulture)));
                    (oldAt, newAt, index) = (oldAt + skipped - 1, newAt + skipped - 1, index + skipped - 1);
                    continue;
                }

                lines.Add(new ChangedLine(" ", Number(oldAt), Number(newAt), left[oldAt]));
            }
        }
    }

    private static bool IsWindows(string text) => !text.Contains('\n', StringComparison.Ordinal) || text.AsSpan().Count("\r\n") == text.AsSpan().Count('\n');

    /// <summary>Lines as an editor numbers them: the line break at the end of a file begins no further line.</summary>
    private sealed class WholeLines : IChunker
    {
        public static WholeLines Instance { get; } = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = text.Split('\n');
            return lines[^1].Length == 0 ? lines[..^1] : lines;
        }
    }
}
