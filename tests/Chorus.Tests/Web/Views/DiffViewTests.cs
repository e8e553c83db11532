using Chorus.Permissions;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

public sealed class DiffViewTests
{
    [Fact]
    public void A_changed_line_shows_what_differs_in_it()
    {
        var rows = View(new("-", 4, null, "await charge(order)"), new("+", null, 5, "await charge(order, key)")).Rows;
        Assert.Equal(["del/4//−", "add//5/+"], rows.Select(row => $"{row.Kind}/{row.Old}/{row.New}/{row.Sign}"));
        Assert.Equal(["await charge(order||)", "await charge(order|, key|)"], rows.Select(Text));
    }

    [Theory]
    [InlineData("colour = red;", "colour = blue;", "colour = |red|;", "colour = |blue|;")]
    [InlineData("aXXb", "aYYb", "a|XX|b", "a|YY|b")]
    [InlineData("completely", "different", "||completely", "||different")]
    [InlineData("aa", "aaa", "aa||", "aa|a|")]
    [InlineData("x😀y", "x😁y", "x|😀|y", "x|😁|y")]
    public void The_difference_is_found_at_whole_characters(string before, string after, string left, string right) =>
        Assert.Equal([left, right], View(new("-", 1, null, before), new("+", null, 1, after)).Rows.Select(Text));

    [Fact]
    public void Lines_are_held_against_each_other_only_where_as_many_come_as_go()
    {
        var view = View(new("-", 1, null, "one"), new("+", null, 1, "one!"), new("+", null, 2, "two"), new(" ", 2, 3, "same"));
        Assert.All(view.Rows, row => Assert.Equal(0, row.Changed.Length));
        Assert.Equal(["del", "add", "add", ""], view.Rows.Select(row => row.Kind));
    }

    [Fact]
    public void Unchanged_lines_that_are_left_out_are_counted()
    {
        var row = Assert.Single(View(new ChangedLine("…", null, null, "12")).Rows);
        Assert.Equal("hunk 12 unchanged lines", $"{row.Kind} {row.Before}");
    }

    [Fact]
    public void Many_lines_are_folded_and_so_is_one_line_as_long_as_a_file()
    {
        var many = View([.. Enumerable.Range(1, 305).Select(number => new ChangedLine("+", null, number, "x"))]);
        Assert.Equal((300, 5), (many.Rows.Count, many.Folded.Count));
        var wide = View(new("+", null, 1, "x"), new("+", null, 2, new string('y', 20_000)), new("+", null, 3, "z"));
        Assert.Equal((1, 2), (wide.Rows.Count, wide.Folded.Count));
    }

    [Fact]
    public void Hidden_characters_are_marked_where_a_line_is_cut_too()
    {
        var rows = View(new("-", 1, null, "let admin = no"), new("+", null, 1, "let admin \u202e= no")).Rows;
        Assert.Equal("let admin |⟨U+202E⟩|= no", Text(rows[1]));
    }

    private static DiffView View(params ChangedLine[] lines) => DiffView.From("a.ts", new FileChange(false, 1, 1, "", lines));

    private static string Text(DiffRow row) => $"{row.Before}|{row.Changed}|{row.After}";
}
