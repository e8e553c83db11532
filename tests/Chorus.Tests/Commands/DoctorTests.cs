using Chorus.Commands;

namespace Chorus.Tests.Commands;

public sealed class DoctorTests
{
    [Theory]
    [InlineData(null, "Fail")]
    [InlineData("tmux 3.1c", "Fail")]
    [InlineData("tmux 3.2", "Fail")]
    [InlineData("tmux 3.2a", "Warn")]
    [InlineData("tmux 3.3a", "Warn")]
    [InlineData("tmux 3.4", "Ok")]
    [InlineData("tmux 3.7c", "Ok")]
    [InlineData("tmux next-3.8", "Ok")]
    [InlineData("tmux master", "Warn")]
    public void The_version_of_tmux_is_judged(string? version, string grade)
    {
        Assert.Equal(grade, ProgramChecks.Tmux(version).Grade.ToString());
    }

    [Fact]
    public void A_missing_claude_says_how_to_get_it()
    {
        var finding = ProgramChecks.Claude(null);
        Assert.Equal(Grade.Fail, finding.Grade);
        Assert.Contains("npm install", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_in_the_environment_counts_as_a_login_and_is_not_shown()
    {
        var finding = ProgramChecks.Login(name => name == "CLAUDE_CODE_OAUTH_TOKEN" ? "very-secret" : null);
        Assert.Equal(Grade.Ok, finding.Grade);
        Assert.DoesNotContain("very-secret", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_folder_that_others_may_read_fails()
    {
        var root = Directory.CreateTempSubdirectory("chorus-doctor-");
        try
        {
            Assert.Equal(Grade.Ok, StateChecks.Modes(root.FullName).Grade);
            var file = Path.Combine(root.FullName, "token");
            File.WriteAllText(file, "");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            var finding = StateChecks.Modes(root.FullName);
            Assert.Equal(Grade.Fail, finding.Grade);
            Assert.Contains(file, finding.What, StringComparison.Ordinal);
        }
        finally { root.Delete(recursive: true); }
    }

    [Fact]
    public void Each_finding_is_a_line_and_its_cure_another()
    {
        var text = DoctorCommand.Text([new(Grade.Ok, "git", "2.39"), new(Grade.Fail, "tmux", "not found", "Install it.")]);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"status\":\"fail\"", DoctorCommand.Json([new(Grade.Fail, "tmux", "not found")]), StringComparison.Ordinal);
    }
}
