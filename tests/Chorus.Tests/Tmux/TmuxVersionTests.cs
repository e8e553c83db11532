using Chorus.Tmux;

namespace Chorus.Tests.Tmux;

public sealed class TmuxVersionTests
{
    [Theory]
    [InlineData("tmux 3.3a\n", "3.3a")]
    [InlineData("3.2", "3.2")]
    [InlineData("tmux next-3.8", "3.8")]
    [InlineData("tmux 3.4-rc2", "3.4")]
    public void It_understands_what_tmux_says(string text, string expected)
    {
        Assert.True(TmuxVersion.TryParse(text, out var version));
        Assert.Equal(expected, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("tmux master")]
    [InlineData("screen 4.9.1")]
    [InlineData("tmux 3.3a and more")]
    public void It_does_not_guess(string? text) => Assert.False(TmuxVersion.TryParse(text, out _));

    [Theory]
    [InlineData("3.1c", false, false)]
    [InlineData("3.2", false, false)]
    [InlineData("3.2a", true, false)]
    [InlineData("3.3a", true, false)]
    [InlineData("3.4", true, true)]
    [InlineData("3.10", true, true)]
    [InlineData("4.0", true, true)]
    public void Releases_are_ordered(string text, bool supported, bool recommended)
    {
        Assert.True(TmuxVersion.TryParse(text, out var version));
        Assert.Equal((supported, recommended), (version.IsSupported, version.IsRecommended));
    }

    [Fact]
    public async Task The_installed_program_says_its_version() =>
        Assert.True((await TmuxVersion.ReadAsync("tmux", CancellationToken.None)).IsSupported);
}
