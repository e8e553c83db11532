using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

/// <summary>What each part of a command is to the shell; <c>run</c> a program, <c>op</c> an operator, <c>fill</c> an expansion, <c>str</c> quoted, <c>note</c> a comment.</summary>
public sealed class ShellTextTests
{
    [Theory]
    [InlineData("npm test", "run:npm")]
    [InlineData("  npm test", "run:npm")]
    [InlineData("A=1 B=2 make all", "run:A=1 run:B=2 run:make")]
    [InlineData("a && b || c; d | e & f", "run:a op:&& run:b op:|| run:c op:; run:d op:| run:e op:& run:f")]
    [InlineData("a\nb", "run:a run:b")]
    [InlineData("echo x > /etc/passwd", "run:echo op:>")]
    [InlineData("cat <in 2>&1", "run:cat op:< op:>&")]
    [InlineData("echo $(rm -rf ~) $HOME ${A:-$(b)} `id` $? $1", "run:echo fill:$(rm -rf ~) fill:$HOME fill:${A:-$(b)} fill:`id` fill:$? fill:$1")]
    [InlineData("echo 'a && b' \"c | d\" \"e\\\"f\"", "run:echo str:'a && b' str:\"c | d\" str:\"e\\\"f\"")]
    [InlineData("ls # not a command; really\nrm x", "run:ls note:# not a command; really run:rm")]
    [InlineData("echo a#b", "run:echo")]
    [InlineData("! test -f x", "op:! run:test")]
    [InlineData("(cd a; b)", "op:( run:cd op:; run:b op:)")]
    [InlineData("echo \\; x", "run:echo")]
    [InlineData("echo 'open", "run:echo str:'open")]
    [InlineData("echo $(open", "run:echo fill:$(open")]
    [InlineData("echo `open", "run:echo fill:`open")]
    [InlineData("echo $", "run:echo fill:$")]
    [InlineData("a \\", "run:a")]
    [InlineData("", "")]
    public void The_parts_are(string command, string parts) =>
        Assert.Equal(parts, string.Join(' ', ShellText.Of(command).Where(part => part.Kind.Length > 0).Select(part => $"{part.Kind[3..]}:{part.Text}")));

    [Fact]
    public void No_letter_is_lost_or_added_and_no_text_is_too_odd()
    {
        const string letters = " \n\t;&|<>(){}$`'\"\\#!=ab/é\u202e\ud83d\ude00\ud800\u200d";
        var random = new Random(4711);
        for (var round = 0; round < 5000; round++)
        {
            var command = new string([.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => letters[random.Next(letters.Length)])]);
            Assert.Equal(command, string.Concat(ShellText.Of(command).SelectMany(part => part.Text.Runs).Select(run => run.Source)));
        }
    }

    [Theory]
    [InlineData("echo $\u200dHOME")]
    [InlineData("a\n\n\n\n\n\nb \n \n c: d")]
    [InlineData("x=❤️'👩‍💻'\"👍🏽\"")]
    [InlineData("$\ufe0fA")]
    public void A_mark_does_not_depend_on_where_a_part_ends(string command) =>
        Assert.Equal(VisibleText.Of(command).ToString(), string.Concat(ShellText.Of(command).Select(part => part.Text)));
}
