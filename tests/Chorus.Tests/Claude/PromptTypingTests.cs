using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class PromptTypingTests
{
    [Fact]
    public void A_short_message_is_one_paste_and_Enter()
    {
        Assert.Collection(
            PromptTyping.Plan("fix it"),
            step => Assert.Equal(new TypingStep.Paste("fix it"), step),
            step => Assert.Equal(new TypingStep.Key("Enter"), step));
    }

    [Fact]
    public void Every_piece_stays_below_what_Claude_takes_for_pasted_content()
    {
        var text = string.Join('\n', Enumerable.Range(0, 40).Select(line => new string((char)('a' + (line % 26)), line * 50) + "\n\n😀"));
        var pieces = Pieces(text);
        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 800));
        Assert.All(pieces, piece => Assert.True(piece.Count(character => character == '\n') <= 2));
    }

    [Fact]
    public void A_character_is_never_cut()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍💻", 700));
        var pieces = Pieces(family);
        Assert.Equal(family, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.Equal(0, piece.Length % "👩‍💻".Length));
    }

    [Theory]
    [InlineData("quotes \"a\" 'b' `c` $(touch X) ${HOME} #{pane_id} ; | & ~ %1 =x", "quotes \"a\" 'b' `c` $(touch X) ${HOME} #{pane_id} ; | & ~ %1 =x")]
    [InlineData("~ home", "~ home")]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("\tx\ty", "    x    y")]
    [InlineData("  lead, trail  \n\n", "  lead, trail")]
    [InlineData("a\u001b[201~b\u0007\u0000c\u0085", "a[201~bc")]
    [InlineData("a\u202eb\u200bc\ufeffd\u00ade\u2066f", "abcdef")]
    [InlineData("👩‍💻 \u00e9", "👩‍💻 \u00e9")]
    public void The_text_is_prepared_the_way_the_input_box_would_change_it(string text, string expected)
    {
        Assert.Equal(expected, PromptTyping.AsReceived(text));
        Assert.Equal(expected, string.Concat(Pieces(text)));
    }

    [Fact]
    public void An_exclamation_mark_does_not_open_the_shell()
    {
        Assert.Equal("\n!rm -rf x", string.Concat(Pieces("!rm -rf x")));
        Assert.Equal("\n!rm -rf x", string.Concat(Pieces("\u200b!rm -rf x")));
        Assert.Equal("a\n!rm", string.Concat(Pieces("a\n!rm")));
    }

    [Fact]
    public void A_backslash_at_the_end_does_not_swallow_Enter()
    {
        Assert.Equal("one \\ ", string.Concat(Pieces("one \\")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u001b\u200b")]
    public void Nothing_is_typed_for_nothing(string text)
    {
        Assert.Empty(PromptTyping.Plan(text));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("a\ufffdb", PromptTyping.AsReceived("a\ud83db"));
    }

    private static List<string> Pieces(string text) => [.. PromptTyping.Plan(text).OfType<TypingStep.Paste>().Select(step => step.Text)];
}
