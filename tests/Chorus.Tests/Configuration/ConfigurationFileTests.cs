using Chorus.Configuration;

namespace Chorus.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    [Fact]
    public void The_shipped_file_says_what_the_defaults_are()
    {
        var result = ConfigurationFile.Load(Path.Combine(Repository.Root, "chorus.toml"));
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        var defaults = new ChorusOptions();
        Assert.Equivalent(defaults with { Status = result.Options.Status }, result.Options, strict: true);
        Assert.Equal([@">\s*$", @"claude>\s*$"], result.Options.Status.IdlePatterns.Select(pattern => pattern.ToString()));
        Assert.Equal([@"\(y/n\)", @"Allow\?", @"Continue\?"], result.Options.Status.WaitingPatterns.Take(3).Select(pattern => pattern.ToString()));
        Assert.Matches(result.Options.Status.WaitingPatterns[0], "Overwrite? (y/n)");
        Assert.Matches(result.Options.Status.IdlePatterns[0], "> ");
        Assert.DoesNotMatch(result.Options.Status.WaitingPatterns[1], "Allow me");
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_place()
    {
        var result = ConfigurationFile.Parse(
            """
            [server]
            port = "80"
            prot = 1
            [tmux]
            poll_interval = 0
            session_prefix = "Bad Name"
            [claude]
            permission_mode = "yolo"
            [unknown]
            x = 1
            [sever]
            [editor]
            """,
            "chorus.toml");
        Assert.Equal(
            [
                "chorus.toml(2,8): server.port must be a whole number",
                "chorus.toml(3,1): unknown key server.prot; did you mean server.port?",
                "chorus.toml(5,17): tmux.poll_interval must be a number between 0.1 and 60",
                "chorus.toml(6,18): tmux.session_prefix must be 1 to 30 lower-case letters, digits or hyphens, beginning with a letter",
                "chorus.toml(8,19): claude.permission_mode must be one of manual, acceptEdits, plan, auto, dontAsk, bypassPermissions",
                "chorus.toml(10,1): unknown key unknown.x",
                "chorus.toml(11,2): unknown table [sever]; did you mean [server]?",
            ],
            result.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("[server\nport = 1")]
    [InlineData("a = ")]
    [InlineData("[server]\nport = 1\nport = 2")]
    [InlineData("[server]\nhost = \"\\q\"")]
    public void A_broken_file_says_where(string text) => Assert.Contains("x.toml(", Assert.Single(ConfigurationFile.Parse(text, "x.toml").Problems.Take(1)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Doubled_backslashes_of_old_files_are_read_as_one_with_a_warning()
    {
        var result = ConfigurationFile.Parse("[status.waiting]\npatterns = ['\\\\(y/n\\\\)']", "old.toml");
        Assert.Empty(result.Problems);
        Assert.Equal("old.toml(2,13)", Assert.Single(result.Warnings).ToString().Split(':')[0]);
        Assert.Matches(result.Options.Status.WaitingPatterns[0], "(y/n)");
    }

    [Fact]
    public void A_pattern_that_needs_backtracking_is_refused_and_a_greedy_one_is_fast()
    {
        Assert.Contains("status.idle.patterns", Assert.Single(ConfigurationFile.Parse("[status.idle]\npatterns = ['(a)\\1']", "x.toml").Problems).What, StringComparison.Ordinal);
        var pattern = ConfigurationFile.Parse("[status.idle]\npatterns = ['^(a+)+$']", "x.toml").Options.Status.IdlePatterns[0];
        Assert.DoesNotMatch(pattern, new string('a', 40) + "!");
    }

    [Theory]
    [InlineData("sqlite:///x.db", "/state/x.db")]
    [InlineData("sqlite:////abs/x.db", "/abs/x.db")]
    [InlineData("sqlite:///my%20file.db", "/state/my file.db")]
    public void A_database_address_names_a_file(string url, string path)
    {
        Assert.Null(DatabaseUrl.Problem(url));
        Assert.Equal(path, DatabaseUrl.Resolve(url, "/state"));
    }

    [Theory]
    [InlineData("sqlite://")]
    [InlineData("sqlite:///:memory:")]
    [InlineData("sqlite:///x.db?mode=ro")]
    [InlineData("postgres://x/y")]
    [InlineData("x.db")]
    public void Any_other_database_address_is_refused(string url) => Assert.NotNull(DatabaseUrl.Problem(url));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("0")]
    [InlineData("0x0")]
    [InlineData("::0")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("192.168.1.5")]
    [InlineData("127.1")]
    public void Only_plain_loopback_may_be_listened_on_without_saying_so_twice(string host)
    {
        var problems = OptionsCheck.Check(new ChorusOptions { Server = new ServerOptions { Host = host } });
        Assert.Contains(problems, problem => problem.Contains("allow_remote", StringComparison.Ordinal) && problem.Contains("allowed_hosts", StringComparison.Ordinal));
        Assert.NotEmpty(OptionsCheck.Check(new ChorusOptions { Server = new ServerOptions { Host = host, AllowRemote = true } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.example")]
    [InlineData("box.example:8000")]
    [InlineData("[::1]:8000")]
    [InlineData("https://box.example")]
    [InlineData("a b")]
    [InlineData("box.example\n")]
    public void An_allowed_host_is_one_host(string name)
    {
        var server = new ServerOptions { Host = "0.0.0.0", AllowRemote = true, AllowedHosts = ["box.example", "fd00::1", "10.0.0.5", name] };
        Assert.Contains("allowed_hosts", Assert.Single(OptionsCheck.Check(new ChorusOptions { Server = server })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_remote_address_with_both_keys_is_taken() =>
        Assert.Empty(OptionsCheck.Check(new ChorusOptions { Server = new ServerOptions { Host = "0.0.0.0", AllowRemote = true, AllowedHosts = ["dev-box.example"] } }));
}
