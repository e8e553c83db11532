using Chorus.Claude;
using Chorus.Processes;

namespace Chorus.Tests.Claude;

public sealed class ClaudeLaunchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-launch-").FullName;

    private ClaudeLaunchRequest Request => new()
    {
        Program = "/usr/bin/claude",
        ExtraArguments = ["--add-dir", "/other"],
        EnvironmentFile = Path.Combine(folder, "env"),
        SettingsFile = "/state/settings.json",
        BriefFile = "/state/tasks/1.md",
        SessionId = "11111111-1111-4111-8111-111111111111",
        PermissionMode = "manual",
        Model = "opus",
        Name = "-rf $(touch X)",
        FirstPrompt = "--help\n'x' \"y\" `z` $HOME",
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_new_session_is_started_under_its_own_id()
    {
        Assert.Equal(
            [
                "/usr/bin/claude", "--add-dir", "/other", "--session-id", "11111111-1111-4111-8111-111111111111", "--settings", "/state/settings.json",
                "--permission-mode", "manual", "--model", "opus", "--append-system-prompt-file", "/state/tasks/1.md", "--name=-rf $(touch X)", "--", "--help\n'x' \"y\" `z` $HOME",
            ],
            ClaudeLaunch.Command(Request).Skip(5));
    }

    [Fact]
    public void An_existing_session_is_resumed_and_what_is_not_said_is_left_out()
    {
        var command = ClaudeLaunch.Command(Request with { Resume = true, Model = null, BriefFile = null, FirstPrompt = null, ExtraArguments = [], Name = "n" });
        Assert.Equal(
            ["/usr/bin/claude", "--resume", "11111111-1111-4111-8111-111111111111", "--settings", "/state/settings.json", "--permission-mode", "manual", "--name=n"],
            command.Skip(5));
    }

    [Fact]
    public async Task The_wrapper_hands_over_secrets_and_arguments_exactly_and_leaves_no_file()
    {
        var secret = "it's \"$(touch X)\" `y` \\ \n ; # 😀";
        await File.WriteAllTextAsync(Request.EnvironmentFile, ClaudeLaunch.EnvironmentFile(new Dictionary<string, string> { ["CHORUS_HOOK_TOKEN"] = secret, ["_b"] = "" }));
        var command = ClaudeLaunch.Command(Request with { Program = "sh", ExtraArguments = ["-c", """printf '%s\0' "$CHORUS_HOOK_TOKEN" "${f-unset}" "$@"; ls""", "x"] });

        var result = await ProcessRunner.RunAsync(new ProcessRequest(command[0], [.. command.Skip(1)]) { WorkingDirectory = folder }, CancellationToken.None);

        var values = result.Output.Split('\0');
        Assert.Equal(secret, values[0]);
        Assert.Equal("unset", values[1]);
        Assert.Equal("--session-id", values[2]);
        Assert.Equal("--help\n'x' \"y\" `z` $HOME", values[^2]);
        Assert.Equal("", values[^1]);
        Assert.DoesNotContain(command, argument => argument.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_environment_file_nothing_is_started()
    {
        var command = ClaudeLaunch.Command(Request with { Program = "touch", ExtraArguments = [Path.Combine(folder, "X")] });
        await Assert.ThrowsAsync<ProcessFailedException>(() => ProcessRunner.RunAsync(new ProcessRequest(command[0], [.. command.Skip(1)]), CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A B")]
    [InlineData("A;touch X")]
    [InlineData("Ä")]
    public void A_name_that_is_none_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => ClaudeLaunch.EnvironmentFile(new Dictionary<string, string> { [name] = "x" }));
    }

    [Fact]
    public void A_value_with_a_NUL_is_refused_without_being_told()
    {
        var failure = Assert.Throws<ArgumentException>(() => ClaudeLaunch.EnvironmentFile(new Dictionary<string, string> { ["A"] = "sec\0ret" }));
        Assert.DoesNotContain("sec", failure.Message, StringComparison.Ordinal);
    }
}
