using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>Foreign text made safe to judge: runs of it as it came, marks for what nobody would see, and a fold in it where it is long.</summary>
public sealed class VisibleText(IReadOnlyList<TextRun> runs)
{
    /// <summary>Characters shown at once; the rest stands behind "N more characters" and must have been opened before it can be allowed.</summary>
    public const int ShownAtOnce = 4000;

    public IReadOnlyList<TextRun> Runs { get; } = runs;

    /// <summary>Characters it takes to show it.</summary>
    public int Length { get; } = runs.Sum(run => run.Shown.Length);

    /// <summary>Characters of the text itself, marks counted by what they stand for.</summary>
    public int SourceLength => Runs.Sum(run => run.Source.Length);

    public bool IsFolded => Length > ShownAtOnce;

    public VisibleText Head => Take(ShownAtOnce);

    public VisibleText Rest => Skip(ShownAtOnce);

    public static VisibleText Of(string text) => new(UntrustedText.Runs(text));

    /// <summary>The first characters, as many as fit without a cut through a mark or through a character.</summary>
    public VisibleText Take(int length)
    {
        var (whole, part) = Split(length);
        return whole == Runs.Count ? this : new VisibleText([.. Runs.Take(whole), .. Part(whole, 0, part)]);
    }

    /// <summary>All that <see cref="Take"/> leaves.</summary>
    public VisibleText Skip(int length)
    {
        var (whole, part) = Split(length);
        return new VisibleText(whole == Runs.Count ? [] : [.. Part(whole, part, Runs[whole].Source.Length), .. Runs.Skip(whole + 1)]);
    }

    /// <summary>Cuts after so many characters of the text itself. A mark belongs wholly to the side on which it begins; nothing or less leaves the first side empty.</summary>
    public (VisibleText Before, VisibleText After) CutSource(int length)
    {
        for (var run = 0; run < Runs.Count; run++)
        {
            if (length <= 0)
            {
                return (new VisibleText([.. Runs.Take(run)]), run == 0 ? this : new VisibleText([.. Runs.Skip(run)]));
            }

            if (!Runs[run].IsMark && Runs[run].Source.Length > length)
            {
                return (new VisibleText([.. Runs.Take(run), .. Part(run, 0, length)]), new VisibleText([.. Part(run, length, Runs[run].Source.Length), .. Runs.Skip(run + 1)]));
            }

            length -= Runs[run].Source.Length;
        }

        return (this, new VisibleText([]));
    }

    public override string ToString() => string.Concat(Runs.Select(run => run.Shown));

    private IEnumerable<TextRun> Part(int run, int from, int to) =>
        from == to ? [] : Runs[run].IsMark ? [Runs[run]] : [new TextRun(Runs[run].Source[from..to])];

    /// <summary>How many runs fit wholly, and how many characters of the next one.</summary>
    private (int Whole, int Part) Split(int length)
    {
        for (var run = 0; run < Runs.Count; run++)
        {
            if (Runs[run].Shown.Length > length)
            {
                var cutsPair = length > 0 && !Runs[run].IsMark && char.IsHighSurrogate(Runs[run].Source[length - 1]);
                return (run, Runs[run].IsMark ? 0 : cutsPair ? length - 1 : length);
            }

            length -= Runs[run].Shown.Length;
        }

        return (Runs.Count, 0);
    }
}
