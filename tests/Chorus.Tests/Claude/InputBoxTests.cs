using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class InputBoxTests
{
    private static readonly string Rule = new('─', 60);

    [Theory]
    [InlineData("\u001b[39m❯\u00a0\u001b[7m \u001b[0m\u001b[39m\u001b[49m", "")]
    [InlineData("❯\u00a0", "")]
    [InlineData("\u001b[39m❯\u00a0real text\u001b[7m \u001b[0m\u001b[39m\u001b[49m", "real text")]
    [InlineData("\u001b[39m❯\u00a0\u001b[7mr\u001b[0m\u001b[39m\u001b[49meal text", "real text")]
    [InlineData("\u001b[39m❯\u00a0\u001b[7mO\u001b[0;2m\u001b[39m\u001b[49mnce fixed, resend your message", "")]
    [InlineData("\u001b[38;5;246m❯\u00a0\u001b[7m\u001b[39mP\u001b[0;2m\u001b[39m\u001b[49mress up to edit queued messages\u001b[0m\u001b[39m\u001b[49m", "")]
    [InlineData("\u001b[38;5;246m❯\u00a0\u001b[39m/cl\u001b[7m \u001b[0m", "/cl")]
    [InlineData("\u001b[38;5;211m!\u00a0\u001b[7m\u001b[39m \u001b[0m", "!")]
    [InlineData("❯\u00a0first\n  second", "first\n  second")]
    public void A_draft_is_told_from_a_hint(string box, string draft)
    {
        Assert.Equal(draft, InputBox.Draft($"earlier\n{Rule} name ─\n{box}\n\u001b[2m{Rule}\n  ⏸ manual mode on\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$ ls\nnotes")]
    [InlineData("────────────────────────────────\n Bash command\n────────────────────────────────")]
    public void No_box_is_no_draft(string screen)
    {
        Assert.Null(InputBox.Draft(screen));
    }

    [Fact]
    public void A_dialog_has_no_box()
    {
        Assert.Null(InputBox.Draft(Sample.Text("screens/permission-bash.txt")));
        Assert.Equal("", InputBox.Draft(Sample.Text("screens/idle-fresh-start.txt")));
        Assert.Equal("1", InputBox.Draft(Sample.Text("screens/idle-with-background-shell.txt")));
    }
}
