namespace Chorus.Tests.Commands.Doctor;

public sealed class ProgramCheckTests : IDisposable
{
    private readonly DoctorPlace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("tmux 3.1c", "fail")]
    [InlineData("tmux 3.2", "fail")]
    [InlineData("tmux 3.2a", "warn")]
    [InlineData("tmux 3.3a", "warn")]
    [InlineData("tmux 3.4", "ok")]
    [InlineData("tmux 3.7c", "ok")]
    [InlineData("tmux next-3.8", "ok")]
    // serve refuses it, too.
    [InlineData("tmux master", "fail")]
    public async Task The_version_of_tmux_is_judged(string version, string status)
    {
        place.Program("tmux", $"echo {version}");
        Assert.Equal(status, (await place.AskAsync("tmux")).Status);
    }

    [Theory]
    [InlineData("tmux", "fail", "apt install tmux")]
    [InlineData("claude", "fail", "npm install")]
    [InlineData("git", "fail", "apt install git")]
    [InlineData("curl", "warn", "apt install curl")]
    [InlineData("but", "warn", "[stacks] mode")]
    [InlineData("ttyd", "ok", "[terminal] provider")]
    public async Task A_missing_program_says_how_to_get_it(string program, string status, string cure)
    {
        place.WithoutProgram(program);
        var finding = await place.AskAsync(program);
        Assert.Equal(status, finding.Status);
        Assert.Contains("not found", finding.What, StringComparison.Ordinal);
        Assert.Contains(cure, finding.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo '2.1.329 (Claude Code)'", "warn", "2.1.330")]
    [InlineData("echo '2.1.330 (Claude Code)'", "ok", "2.1.330")]
    [InlineData("echo '3.0.1 (Claude Code)'", "ok", "3.0.1")]
    [InlineData("echo hello", "warn", "version")]
    [InlineData("echo broken >&2; exit 3", "fail", "broken")]
    public async Task The_version_of_Claude_Code_is_judged(string script, string status, string words)
    {
        place.Program("claude", script);
        var finding = await place.AskAsync("claude");
        Assert.Equal(status, finding.Status);
        Assert.Contains(words, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_of_the_configuration_is_the_one_that_is_looked_at()
    {
        place.Program("my-claude", "echo 2.2.0");
        place.Program("other-claude", "echo 2.3.0");
        place.Configure("[claude]\ncommand = \"my-claude\"\n");
        Assert.StartsWith("2.2.0", (await place.AskAsync("claude")).What, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(place.Project, "other.toml"), "[claude]\ncommand = \"other-claude\"\n");
        Assert.StartsWith("2.3.0", (await place.AskAsync("claude", "--config", "other.toml")).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN")]
    [InlineData("CLAUDE_CODE_USE_BEDROCK")]
    public async Task A_login_in_the_environment_counts_and_is_not_shown(string variable)
    {
        Assert.Equal("warn", (await place.AskAsync("login")).Status);
        place.Variables[variable] = "very-secret";
        var finding = await place.AskAsync("login");
        Assert.Equal("ok", finding.Status);
        Assert.Contains(variable, finding.What, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", (await place.RunAsync([])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[stacks]\nmode = \"gitbutler\"", "but", "fail")]
    [InlineData("[stacks]\nmode = \"worktree\"", "but", "ok")]
    [InlineData("[terminal]\nprovider = \"ttyd\"", "ttyd", "fail")]
    [InlineData("[notifications]\ndesktop = false", "notifier", "ok")]
    [InlineData("", "notifier", "warn")]
    public async Task How_bad_it_is_that_a_program_is_missing_depends_on_the_configuration(string toml, string subject, string status)
    {
        place.Configure(toml);
        Assert.Equal(status, (await place.AskAsync(subject)).Status);
    }

    [Fact]
    public async Task A_curl_without_unix_sockets_costs_a_warning()
    {
        Assert.Equal(new Said("ok", "curl 8.1", null), await place.AskAsync("curl"));
        place.Program("curl", "echo 'curl 8.1'; echo 'Features: IPv6'");
        var finding = await place.AskAsync("curl");
        Assert.Equal("warn", finding.Status);
        Assert.Contains("hooks then start .NET for every event", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_there_but_broken_is_not_taken_for_one_that_works()
    {
        place.Program("git", "echo 'no developer tools were found' >&2; exit 1");
        var finding = await place.AskAsync("git");
        Assert.Equal("fail", finding.Status);
        Assert.Contains("no developer tools were found", finding.What, StringComparison.Ordinal);
    }
}
