using System.Text;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>A table for a terminal: one line a row, long cells cut, controls made visible.</summary>
internal static class TextTable
{
    private const int CellLimit = 72;

    public static string Of(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [heads, .. rows.Select(row => row.Select(cell => UntrustedText.SingleLine(cell, CellLimit)).ToList())];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
