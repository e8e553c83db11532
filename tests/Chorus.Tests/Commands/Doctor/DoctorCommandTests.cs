using Chorus.Commands;
using Chorus.Commands.Doctor;
using Chorus.Processes;

namespace Chorus.Tests.Commands.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly DoctorPlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Without_configuration_state_and_server_it_looks_and_leaves_no_trace()
    {
        var before = place.Tree();
        var (exitCode, output, error) = await place.RunAsync([]);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("is made at the first chorus serve", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(before, place.Tree());
    }

    [Fact]
    public async Task What_fails_is_exit_code_1_and_what_only_warns_is_not()
    {
        place.WithoutProgram("curl");
        Assert.Equal(0, (await place.RunAsync([])).ExitCode);
        place.WithoutProgram("git");
        Assert.Equal(1, (await place.RunAsync([])).ExitCode);
    }

    [Fact]
    public async Task Whatever_is_not_right_comes_with_a_cure()
    {
        foreach (var program in new[] { "tmux", "claude", "git", "curl" }) { place.WithoutProgram(program); }
        var lines = (await place.RunAsync([])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var wrong = lines.Index().Where(line => line.Item.StartsWith("fail", StringComparison.Ordinal) || line.Item.StartsWith("warn", StringComparison.Ordinal)).ToList();
        Assert.True(wrong.Count >= 5, string.Join('\n', lines));
        Assert.All(wrong, line => Assert.StartsWith("                    → ", lines[line.Index + 1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_a_folder_of_the_project_it_looks_at_the_project()
    {
        var state = place.State;
        Assert.Contains(state.Root + "\n", (await place.RunAsync([], "src")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_home_there_is_no_place_for_the_state_and_the_rest_is_told()
    {
        place.Configure("");
        var homeless = new CommandIO(TextReader.Null, new StringWriter(), TextWriter.Null, name => name == "PATH" ? place.Variable(name) : null, place.Project);
        Assert.Equal(1, await Chorus.Commands.CommandLine.RunAsync(["doctor"], homeless, CancellationToken.None));
        Assert.Contains("Set HOME or XDG_STATE_HOME", homeless.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ok    git", homeless.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_or_configuration_that_does_not_exist_is_wrong_usage()
    {
        Assert.Equal(2, (await place.RunAsync(["--project", "nowhere"])).ExitCode);
        var (exitCode, output, error) = await place.RunAsync(["--config", "nowhere.toml"]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("nowhere.toml", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_serve_would_refuse_fails_with_its_place_and_the_defaults_are_looked_at()
    {
        place.Configure("[claude]\ncommand = \"elsewhere\"\n[server]\nport = \"m\\u001b[2Jany\"\n");
        var finding = await place.AskAsync("config");
        Assert.Equal("fail", finding.Status);
        Assert.Contains("chorus.toml(4,8)", finding.What, StringComparison.Ordinal);
        Assert.Equal("ok", (await place.AskAsync("claude")).Status);
        Assert.DoesNotContain('\u001b', (await place.RunAsync([])).Output);
    }

    [Fact]
    public async Task A_state_folder_that_others_may_read_fails_and_the_cure_closes_it()
    {
        Assert.Equal("ok", (await place.AskAsync("state")).Status);
        var file = Path.Combine(place.State.Root, "to'ken");
        await File.WriteAllTextAsync(file, "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var finding = await place.AskAsync("state");
        Assert.Equal("fail", finding.Status);
        Assert.Contains(file, finding.What, StringComparison.Ordinal);

        await ProcessRunner.RunAsync(new ProcessRequest("/bin/sh", ["-c", finding.Cure!.Replace("Close it: ", "", StringComparison.Ordinal)]), CancellationToken.None);
        Assert.Equal("ok", (await place.AskAsync("state")).Status);
    }

    [Fact]
    public async Task A_state_folder_that_serve_would_refuse_fails()
    {
        var root = place.State.Root;
        File.SetUnixFileMode(root, File.GetUnixFileMode(root) | UnixFileMode.GroupExecute);
        Assert.Equal(new Said("fail", $"The state folder {root} is open to other users.", $"Close it: chmod 700 '{root}'"), await place.AskAsync("state"));
    }

    [Theory]
    [InlineData(19L, "Fail")]
    [InlineData(20L, "Warn")]
    [InlineData(199L, "Warn")]
    [InlineData(200L, "Ok")]
    public void Little_space_on_the_disk_warns_and_too_little_fails(long megabytes, string grade) =>
        Assert.Equal(grade, StateChecks.Disk(megabytes * 1024 * 1024, "/state").Grade.ToString());

    [Fact]
    public void Each_finding_is_a_line_and_its_cure_another()
    {
        var text = DoctorCommand.Text([new(Grade.Ok, "git", "2.39"), new(Grade.Fail, "tmux", "not found", "Install it.")]);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"status\":\"fail\"", DoctorCommand.Json([new(Grade.Fail, "tmux", "not found")]), StringComparison.Ordinal);
    }
}
