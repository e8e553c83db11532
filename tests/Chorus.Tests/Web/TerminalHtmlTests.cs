using Chorus.Web;

namespace Chorus.Tests.Web;

public sealed class TerminalHtmlTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\x1b[31mred\x1b[0m", "<span class=\"f1\">red</span>")]
    [InlineData("\x1b[1;38;5;208mx\x1b[39my", "<span class=\"f208 tb\">x</span><span class=\"tb\">y</span>")]
    [InlineData("\x1b[48;5;22mx", "<span class=\"g22\">x</span>")]
    [InlineData("\x1b[38;2;255;0;0mx", "<span class=\"f196\">x</span>")]
    [InlineData("\x1b[38;2;128;128;128mx", "<span class=\"f244\">x</span>")]
    [InlineData("\x1b[38:5:9mx", "<span class=\"f9\">x</span>")]
    [InlineData("\x1b[7m \x1b[27m", "<span class=\"fi gi\"> </span>")]
    [InlineData("\x1b[31;7mx", "<span class=\"g1 fi\">x</span>")]
    [InlineData("\x1b[97mx\x1b[mz", "<span class=\"f15\">x</span>z")]
    [InlineData("\x1b[2;3;4mx", "<span class=\"td ti tu\">x</span>")]
    public void Colours_and_weights_become_classes(string ansi, string html) => Assert.Equal(html, TerminalHtml.Render(ansi));

    [Theory]
    [InlineData("a\x1b]0;title\ab", "ab")]
    [InlineData("a\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb")]
    [InlineData("a\x1b]52;c;ZXZpbA==\ab", "ab")]
    [InlineData("a\x1bPq#0;2\x1b\\b", "ab")]
    [InlineData("a\x1b[2Jb\x1b[?1049hc", "abc")]
    [InlineData("a\rb\bc\u0085d\u009b31me", "abcd31me")]
    [InlineData("a\u202eb\u2066c\u200fd", "abcd")]
    [InlineData("a\x1b(Bb", "ab")]
    [InlineData("a\x1b[>4;2mb", "ab")]
    [InlineData("a\x1b]0;never ended\nb", "a\nb")]
    [InlineData("a\x1b[31\nb", "a\nb")]
    [InlineData("a\x1b", "a")]
    public void Everything_else_a_terminal_can_do_is_dropped(string ansi, string html) => Assert.Equal(html, TerminalHtml.Render(ansi));

    [Fact]
    public void Letters_are_encoded() =>
        Assert.Equal("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;é日😀&#39;", TerminalHtml.Render("<img src=x onerror=\"alert(1)\"> & 'é日😀'"));

    [Theory]
    [InlineData("\x1b[38;5m")]
    [InlineData("\x1b[38;2;1m")]
    [InlineData("\x1b[38;5;99999m")]
    [InlineData("\x1b[99999999999999999999m")]
    public void A_broken_colour_breaks_nothing(string ansi) => Assert.Contains("x", TerminalHtml.Render(ansi + "x"), StringComparison.Ordinal);
}
