using Chorus.Tmux;

namespace Chorus.Tests.Tmux;

public sealed class TmuxSyntaxTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("~/$HOME", "\"\\~/\\$HOME\"")]
    [InlineData("say \"\\\"", "\"say \\\"\\\\\\\"\"")]
    [InlineData("\t\u001b\u007f", "\"\\011\\033\\177\"")]
    [InlineData("#(x);", "\"#(x);\"")]
    public void Arguments_are_quoted_onto_one_line(string text, string expected) => Assert.Equal(expected, TmuxSyntax.Quote(text));

    [Fact]
    public void A_NUL_is_refused() => Assert.Throws<ArgumentException>(() => TmuxSyntax.Quote("a\0b"));

    [Theory]
    [InlineData("claude-1", "=claude-1")]
    [InlineData("$12", "$12")]
    public void A_session_is_named_by_id_or_whole_name(string idOrName, string expected) =>
        Assert.Equal(expected, TmuxTarget.Session(idOrName));

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a.b")]
    [InlineData("a:b")]
    [InlineData("claude-*")]
    [InlineData("$1\n")]
    [InlineData("=claude-1")]
    [InlineData("#(touch X)")]
    public void No_other_text_becomes_a_target(string text) => Assert.Throws<ArgumentException>(() => TmuxTarget.Session(text));

    [Theory]
    [InlineData("%1;")]
    [InlineData("1")]
    [InlineData("")]
    public void A_pane_is_named_by_id_only(string text) => Assert.Throws<ArgumentException>(() => TmuxTarget.Pane(text));

    [Theory]
    [InlineData("Enter")]
    [InlineData("C-u")]
    [InlineData("M-Enter")]
    [InlineData(";")]
    [InlineData("1")]
    public void Key_names_are_known(string name) => TmuxKeys.Check([name]);

    [Theory]
    [InlineData("Return to sender")]
    [InlineData("enter")]
    [InlineData("")]
    [InlineData("é")]
    public void Text_is_no_key_name(string name) => Assert.Throws<ArgumentException>(() => TmuxKeys.Check([name]));
}
