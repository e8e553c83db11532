using Chorus.Claude;
using Chorus.Processes;

namespace Chorus.Tests.Claude;

public sealed class ClaudeProbeTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("chorus-probe-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("2.1.330 (Claude Code)\n", "2.1.330")]
    [InlineData("claude 3.0.0-beta", "3.0.0")]
    [InlineData("no number", null)]
    [InlineData("", null)]
    [InlineData("99999999999.1.1", null)]
    public void The_version_is_the_first_number_of_three_parts(string output, string? version)
    {
        Assert.Equal(version, ClaudeProbe.ParseVersion(output)?.ToString());
    }

    [Fact]
    public async Task The_program_is_asked_for_its_version()
    {
        var program = Path.Combine(home, "claude");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n[ \"$1\" = --version ] && echo '2.1.330 (Claude Code)'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(ClaudeProbe.Known, await ClaudeProbe.VersionAsync(program, CancellationToken.None));
    }

    [Fact]
    public async Task A_missing_program_is_a_failure_that_says_so()
    {
        await Assert.ThrowsAsync<ProgramNotFoundException>(() => ClaudeProbe.VersionAsync(Path.Combine(home, "claude"), CancellationToken.None));
    }

    [Fact]
    public void A_fresh_home_has_no_login()
    {
        Assert.False(Login().Found);
        File.WriteAllText(Path.Combine(home, ".claude.json"), """{"hasCompletedOnboarding":true}""");
        Assert.False(Login().Found);
        File.WriteAllText(Path.Combine(home, ".claude.json"), "garbage");
        Assert.False(Login().Found);
    }

    [Fact]
    public void A_credential_in_the_environment_is_named_and_never_told()
    {
        var login = ClaudeProbe.Login(name => name switch { "HOME" => home, "ANTHROPIC_AUTH_TOKEN" => "sesame", _ => null });
        Assert.Equal(new ClaudeLogin(Found: true, "ANTHROPIC_AUTH_TOKEN"), login);
    }

    [Fact]
    public void A_stored_login_is_found_without_being_read()
    {
        Directory.CreateDirectory(Path.Combine(home, ".claude"));
        var file = Path.Combine(home, ".claude", ".credentials.json");
        File.WriteAllText(file, "");
        Assert.Equal(new ClaudeLogin(Found: true, file), Login());
    }

    [Fact]
    public void An_account_in_the_user_file_is_a_login()
    {
        File.WriteAllText(Path.Combine(home, ".claude.json"), """{"oauthAccount":{"emailAddress":"a@b.example"}}""");
        Assert.True(Login().Found);
    }

    private ClaudeLogin Login() => ClaudeProbe.Login(name => name is "HOME" ? home : null);
}
