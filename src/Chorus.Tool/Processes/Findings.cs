using System.Globalization;

namespace Chorus.Processes;

/// <summary>Says what is wrong with a text. However much it is, the list stays short enough to be read, and every kind of it is named.</summary>
internal static class Findings
{
    private const int NamedOfAKind = 5;
    private const int LongestQuote = 60;

    public static IReadOnlyList<Finding> In(string text) => [.. Of(Marks.In(text)), .. Named(LookAlikes.In(text), imitation => new Finding(imitation.What, 1), "imitations")];

    public static IEnumerable<Finding> Of(IEnumerable<Mark> marks) => marks
        .CountBy(mark => mark with { Start = 0, Length = 0 })
        .GroupBy(pair => Kind(pair.Key))
        .SelectMany(kind => Named(kind, pair => new Finding(pair.Key.What, pair.Value), kind.Key));

    /// <summary>A part of the text to be named in a finding: shortened, and nothing in it hidden.</summary>
    public static string Quoted(string part) => $"'{UntrustedText.VisibleLine(part, LongestQuote)}'";

    private static IEnumerable<Finding> Named<T>(IEnumerable<T> found, Func<T, Finding> name, string kind)
    {
        var others = 0;
        foreach (var one in found)
        {
            if (others++ < NamedOfAKind)
            {
                yield return name(one);
            }
        }

        if (others > NamedOfAKind)
        {
            yield return new Finding($"and {(others - NamedOfAKind).ToString(CultureInfo.InvariantCulture)} more {kind}", 1);
        }
    }

    private static string Kind(Mark mark) => mark.Kind switch
    {
        MarkKind.Hidden => "hidden characters",
        MarkKind.CombiningMarks => "heaps of combining marks",
        _ => "gaps",
    };
}
