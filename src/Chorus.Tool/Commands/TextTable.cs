using System.Text;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>A table for a terminal: one line a row, long cells cut, controls made visible.</summary>
internal static class TextTable
{
    private const int CellLimit = 72;

    /// <param name="heads">The names of the columns.</param>
    /// <param name="rows">The cells of each row.</param>
    /// <param name="lastLimit">How long a cell of the last column may be, which pushes no other out of its place.</param>
    public static string Of(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, int lastLimit = CellLimit)
    {
        List<IReadOnlyList<string>> lines = [heads, .. rows.Select(row => row.Select((cell, column) => UntrustedText.SingleLine(cell, column == heads.Count - 1 ? lastLimit : CellLimit)).ToList())];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join("  ", line.Select((cell, column) => column == heads.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
