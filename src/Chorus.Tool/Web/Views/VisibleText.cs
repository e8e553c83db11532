using System.Text.RegularExpressions;

namespace Chorus.Web.Views;

/// <summary>A run of text that is either plain or a mark that stands for a character nobody would see.</summary>
public readonly record struct TextRun(string Text, bool IsMark);

/// <summary>Foreign text made safe to judge: characters that hide or deceive stand as marks such as ⟨U+202E⟩.</summary>
public sealed partial record VisibleText(string Plain, IReadOnlyList<string> Findings)
{
    public int Length => Plain.Length;

    public IEnumerable<TextRun> Runs
    {
        get
        {
            var at = 0;
            foreach (Match mark in Mark().Matches(Plain))
            {
                if (mark.Index > at)
                {
                    yield return new TextRun(Plain[at..mark.Index], IsMark: false);
                }

                yield return new TextRun(mark.Value, IsMark: true);
                at = mark.Index + mark.Length;
            }

            if (at < Plain.Length)
            {
                yield return new TextRun(Plain[at..], IsMark: false);
            }
        }
    }

    public static VisibleText Of(string text) => new(text, []);

    public VisibleText Take(int length) => Plain.Length <= length ? this : this with { Plain = Plain[..Cut(length)] };

    public VisibleText Skip(int length) => Plain.Length <= length ? this with { Plain = "" } : this with { Plain = Plain[Cut(length)..] };

    /// <summary>Never between the halves of one character.</summary>
    private int Cut(int length) => char.IsHighSurrogate(Plain[length - 1]) ? length - 1 : length;

    [GeneratedRegex(@"⟨U\+[0-9A-F]{4,6}⟩", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
