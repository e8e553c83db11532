using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser;
using Chorus.Processes;
using Chorus.Tests.Processes;
using Chorus.Tests.Web.Slices;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Views;
using Xunit.Abstractions;

namespace Chorus.Tests.Web.Views;

public sealed class VisibleTextTests(ITestOutputHelper output)
{
    private const string Mixed = "ab\u202E😀c\u200b        d\n\n\n\n\ne\ud800";

    [Fact]
    public void A_text_is_runs_of_what_came_and_marks() => Assert.Equal(
        [("ab", null), ("\u202E", "⟨U+202E⟩"), ("😀c", null), ("\u200b", "⟨U+200B⟩"), ("        ", "⟨8 spaces⟩"), ("d\n", null), ("\n\n\n", "⟨4 blank lines⟩"), ("\ne", null), ("\ud800", "⟨U+D800⟩")],
        VisibleText.Of(Mixed).Runs.Select(run => (run.Source, run.Mark)));

    [Fact]
    public void Wherever_it_is_split_nothing_is_lost_and_no_mark_or_character_is_cut()
    {
        var whole = VisibleText.Of(Mixed);
        for (var length = 0; length <= whole.Length + 1; length++)
        {
            var (head, rest) = (whole.Take(length), whole.Skip(length));
            Assert.Equal(whole.ToString(), head.ToString() + rest);
            Assert.Equal(whole.Length, head.Length + rest.Length);
            Assert.InRange(head.Length, 0, length);
            Assert.Equal(whole.Runs.Where(run => run.IsMark), head.Runs.Concat(rest.Runs).Where(run => run.IsMark));
            Assert.DoesNotContain(head.Runs.Concat(rest.Runs), run => !run.IsMark && run.Source.EnumerateRunes().Contains(Rune.ReplacementChar));
        }
    }

    /// <summary>Any seed must hold; the one that ran is told so that a failure can be repeated.</summary>
    [Fact]
    public async Task Random_texts_are_shown_without_loss_and_without_anything_hidden()
    {
        const int seed = 20_251_018;
        output.WriteLine($"Seed {seed}");
        var (texts, parser) = (new RandomText(seed), new HtmlParser());
        for (var round = 0; round < 20_000; round++)
        {
            var text = texts.Next();
            var visible = VisibleText.Of(text);
            var context = $"Seed {seed}, round {round}: {DeceptionCorpus.Spell(text)}";
            Assert.True(string.Concat(visible.Runs.Select(Decoded)) == text, context);
            Assert.True(visible.Runs.Where(run => !run.IsMark).All(run => IsSeen(run.Source)), context);

            var shown = parser.ParseDocument(await Html.TextAsync(Visible.Create(visible))).QuerySelector("bdi")!;
            Assert.True(shown.TextContent == visible.ToString(), context);
            Assert.True(shown.QuerySelectorAll("mark").Select(mark => mark.TextContent).SequenceEqual(visible.Runs.Where(run => run.IsMark).Select(run => run.Shown)), context);

            _ = (UntrustedText.FindingsIn(text), UntrustedText.VisibleLine(text, 40), UntrustedText.SingleLine(text, 40));
            if (round % 10 == 0)
            {
                var json = $"\"{DeceptionCorpus.Spell(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";
                var card = await Card.ShowAsync(Card.Request(text, round % 20 == 0 ? text : $"{{{json}:[{json}]}}") with { Cwd = text });
                Assert.Equal(visible.Runs.Any(run => run.IsMark), card.QuerySelector(".warn") is not null && card.QuerySelector("mark") is not null);
            }
        }
    }

    /// <summary>Nothing unseen in it but a joiner that has something to join: never the first character, never after ASCII but for a keycap.</summary>
    private static bool IsSeen(string plain)
    {
        var before = Rune.ReplacementChar;
        var isFirst = true;
        foreach (var rune in plain.EnumerateRunes())
        {
            var joins = Unseen.IsJoiner(rune) && !isFirst && (!before.IsAscii || rune.Value == 0xFE0F);
            if (rune == Rune.ReplacementChar ? !plain.Contains('\ufffd', StringComparison.Ordinal) : Unseen.Is(rune) && !joins)
            {
                return false;
            }

            (before, isFirst) = (rune, false);
        }

        return true;
    }

    /// <summary>What a run stands for, read from its mark as far as that says it, else checked against what it stands for.</summary>
    private static string Decoded(TextRun run)
    {
        if (run.Mark is not ['⟨', .. var mark, '⟩'])
        {
            return run.IsMark ? "not a mark" : run.Source;
        }

        if (mark.StartsWith("U+", StringComparison.Ordinal))
        {
            var value = int.Parse(mark.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return value is >= 0xD800 and <= 0xDFFF ? ((char)value).ToString() : char.ConvertFromUtf32(value);
        }

        var (count, what) = (int.Parse(mark[..mark.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), mark[(mark.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        var isTrue = what switch
        {
            "spaces" => run.Source == new string(' ', count),
            "tabs" => run.Source == new string('\t', count),
            "spaces and tabs" => run.Source.Length == count && run.Source.All(letter => letter is ' ' or '\t'),
            // The last line break stays behind the mark.
            "blank lines" => run.Source.Count(letter => letter == '\n') == count - 1 && string.IsNullOrWhiteSpace(run.Source),
            "combining marks" => run.Source.EnumerateRunes().Count() == count && run.Source.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark),
            _ => false,
        };
        return isTrue ? run.Source : $"not {run.Mark}";
    }
}
