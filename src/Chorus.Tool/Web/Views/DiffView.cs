using System.Globalization;
using Chorus.Permissions;

namespace Chorus.Web.Views;

/// <summary>One line of a change on the page; what differs within the line stands in the middle.</summary>
/// <param name="Kind">add, del, hunk or empty; the class of the row.</param>
public sealed record DiffRow(string Kind, string Old, string New, string Sign, VisibleText Before, VisibleText Changed, VisibleText After)
{
    public int Length => Before.Length + Changed.Length + After.Length;
}

/// <summary>The change a tool would make to a file.</summary>
public sealed record DiffView(string Path, bool IsNew, int Added, int Removed, string Note, IReadOnlyList<DiffRow> Rows, IReadOnlyList<DiffRow> Folded)
{
    public string MoreWord => Folded.Count == 1 ? "1 more line" : string.Create(CultureInfo.InvariantCulture, $"{Folded.Count} more lines");

    /// <summary>Rows shown at once; the rest must have been opened before it can be allowed.</summary>
    public const int ShownAtOnce = 300;

    /// <summary>And letters: a single line may be a whole file.</summary>
    public const int LettersAtOnce = 20_000;

    private static readonly VisibleText Nothing = VisibleText.Of("");

    public static DiffView From(string path, FileChange change)
    {
        var rows = ToRows(change.Lines);
        var letters = 0;
        var shown = rows.Take(ShownAtOnce).TakeWhile(row => (letters += row.Length) <= LettersAtOnce).Count();
        return new DiffView(path, change.IsNew, change.Added, change.Removed, change.Note, rows[..shown], rows[shown..]);
    }

    private static List<DiffRow> ToRows(IReadOnlyList<ChangedLine> lines)
    {
        var rows = new List<DiffRow>(lines.Count);
        for (var at = 0; at < lines.Count;)
        {
            var removed = lines.Skip(at).TakeWhile(line => line.Kind == "-").ToList();
            var added = lines.Skip(at + removed.Count).TakeWhile(line => line.Kind == "+").ToList();
            if (removed.Count + added.Count == 0)
            {
                rows.Add(lines[at].Kind == "…" ? Hunk(lines[at]) : Row("", " ", lines[at], 0, 0));
                at++;
                continue;
            }

            // Where as many lines come as go, each is held against its own.
            var isPaired = removed.Count == added.Count;
            rows.AddRange(removed.Select((line, index) => isPaired ? Part("del", "−", line, added[index].Text) : Row("del", "−", line, 0, 0)));
            rows.AddRange(added.Select((line, index) => isPaired ? Part("add", "+", line, removed[index].Text) : Row("add", "+", line, 0, 0)));
            at += removed.Count + added.Count;
        }

        return rows;
    }

    private static DiffRow Hunk(ChangedLine line) => new("hunk", "", "", "", VisibleText.Of($"{line.Text} unchanged lines"), Nothing, Nothing);

    private static DiffRow Part(string kind, string sign, ChangedLine line, string other)
    {
        var head = Same(line.Text, other, fromEnd: false, 0);
        var tail = Same(line.Text, other, fromEnd: true, head);
        // Little in common: the whole line is another one.
        return (head + tail) * 3 < line.Text.Length ? Row(kind, sign, line, 0, 0) : Row(kind, sign, line, head, line.Text.Length - tail);
    }

    /// <summary>The line is read as a whole before it is cut, so that what is a mark in it does not depend on where it differs.</summary>
    private static DiffRow Row(string kind, string sign, ChangedLine line, int start, int end)
    {
        var (before, rest) = VisibleText.Of(line.Text).CutSource(start);
        var (changed, after) = rest.CutSource(end - before.SourceLength);
        return new DiffRow(kind, Number(line.Old), Number(line.New), sign, before, changed, after);
    }

    /// <summary>How many letters two lines share at their beginning or end; never half a character.</summary>
    private static int Same(string left, string right, bool fromEnd, int taken)
    {
        var most = Math.Min(left.Length, right.Length) - taken;
        var count = 0;
        while (count < most && (fromEnd ? left[^(count + 1)] == right[^(count + 1)] : left[count] == right[count]))
        {
            count++;
        }

        if (count > 0 && (fromEnd ? char.IsLowSurrogate(left[^count]) : char.IsHighSurrogate(left[count - 1])))
        {
            count--;
        }

        return count;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
