using Chorus.Permissions.Rules;

namespace Chorus.Tests.Permissions.Rules;

public sealed class PlainCommandTests
{
    [Theory]
    [InlineData("npm test", "npm|test")]
    [InlineData("  npm   test\t-- --watch ", "npm|test|--|--watch")]
    [InlineData("git commit -m \"a  b\" --author='x y'", "git|commit|-m|a  b|--author=x y")]
    [InlineData("ls *.md docs/?.md [ab]", "ls|*.md|docs/?.md|[ab]")]
    [InlineData("echo \"\"", "echo|")]
    [InlineData("echo 'it'\"s\"", "echo|its")]
    public void A_program_with_arguments_is_split_as_a_shell_would(string command, string words) =>
        Assert.Equal(words.Split('|'), PlainCommand.Read(command)!.Words);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("git status; rm -rf x")]
    [InlineData("git status && rm x")]
    [InlineData("git status & rm x")]
    [InlineData("git status | sh")]
    [InlineData("git status || rm x")]
    [InlineData("git status > /etc/x")]
    [InlineData("git status >> x")]
    [InlineData("git log < x")]
    [InlineData("git log <(rm x)")]
    [InlineData("git status $(rm x)")]
    [InlineData("git status `rm x`")]
    [InlineData("git status \"$(rm x)\"")]
    [InlineData("git status \"`rm x`\"")]
    [InlineData("git status $IFS")]
    [InlineData("git status ${x}")]
    [InlineData("git status\nrm x")]
    [InlineData("git status\rrm x")]
    [InlineData("git status\\\nrm x")]
    [InlineData("git {status,-c}")]
    [InlineData("(git status)")]
    [InlineData("! git status")]
    [InlineData("git status # comment")]
    [InlineData("git status ~/x")]
    [InlineData("PATH=/tmp git status")]
    [InlineData("git status 'unclosed")]
    [InlineData("git status \"unclosed")]
    [InlineData("git status \u202egnihtemos")]
    [InlineData("git\u00a0status")]
    [InlineData("gіt status")]
    [InlineData("git status                    rm")]
    public void Anything_that_could_be_more_than_one_program_is_not_plain(string command) => Assert.Null(PlainCommand.Read(command));

    [Theory]
    [InlineData("npm test", "npm test")]
    [InlineData("npm run build --if-present", "npm run build|npm run")]
    [InlineData("git checkout main", "git checkout main|git checkout")]
    [InlineData("git -c alias.x=!sh x", "")]
    [InlineData("make", "")]
    [InlineData("./gradlew test", "./gradlew test")]
    [InlineData("/usr/bin/npm test", "/usr/bin/npm test")]
    [InlineData("a b c d e f", "a b c d|a b c|a b")]
    [InlineData("sudo rm x", "")]
    [InlineData("/usr/bin/env rm x", "")]
    [InlineData("bash script.sh", "")]
    [InlineData("xargs rm x", "")]
    [InlineData("find src name", "")]
    [InlineData("npm 'test'", "npm test")]
    [InlineData("npm \"a b\"", "")]
    [InlineData("npm *", "")]
    public void First_words_are_offered_where_they_name_what_is_done(string command, string prefixes)
    {
        var offered = PlainCommand.Read(command) is { } plain ? string.Join('|', plain.Prefixes()) : "";
        Assert.Equal(prefixes, offered);
    }
}
