using Chorus.Processes;

namespace Chorus.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("chorus-processes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Output_error_output_and_exit_code_come_back()
    {
        var result = await ProcessRunner.RunAsync(Shell("echo out; echo err >&2"), CancellationToken.None);
        Assert.Equal(new ProcessResult(0, "out\n", "err\n"), result);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["-rf", "$(touch X)", "; touch X", "'", "\"", "\\", "a\nb", "", "ü🎼"];
        var result = await ProcessRunner.RunAsync(new ProcessRequest("printf", ["%s\\0", .. arguments]), CancellationToken.None);
        Assert.Equal(arguments, result.Output.Split('\0')[..^1]);
    }

    [Fact]
    public async Task Standard_input_is_written_and_closed()
    {
        var text = string.Concat(Enumerable.Repeat("line ü🎼\n", 50_000));
        var result = await ProcessRunner.RunAsync(new ProcessRequest("cat", []) { StandardInput = text }, CancellationToken.None);
        Assert.Equal(text, result.Output);
    }

    [Fact]
    public async Task A_program_need_not_read_its_input()
    {
        var result = await ProcessRunner.RunAsync(new ProcessRequest("true", []) { StandardInput = new string('x', 1_000_000) }, CancellationToken.None);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Two_full_pipes_at_once_do_not_block()
    {
        var result = await ProcessRunner.RunAsync(Shell("head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"), CancellationToken.None);
        Assert.Equal((1_000_000, 2_000_000), (result.Output.Length, result.Error.Length));
    }

    [Fact]
    public async Task A_failure_can_be_pasted_into_a_terminal()
    {
        var request = Shell("echo 'it is\nbroken' >&2; exit 3") with { WorkingDirectory = folder };
        var failure = await Assert.ThrowsAsync<ProcessFailedException>(() => ProcessRunner.RunAsync(request, CancellationToken.None));
        Assert.Equal(3, failure.ExitCode);
        Assert.Equal("it is\nbroken\n", failure.Error);
        Assert.StartsWith($"cd {folder} && sh -c 'echo '\\''it is\\nbroken'\\'' >&2; exit 3': exit code 3: it is\\nbroken", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exit_code_may_be_an_answer()
    {
        var result = await ProcessRunner.RunAsync(new ProcessRequest("false", []) { AnyExitCode = true }, CancellationToken.None);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Too_late_kills_the_whole_tree_even_if_it_ignores_to_be_asked()
    {
        var pids = Path.Combine(folder, "pids");
        var request = Shell($"trap '' TERM; (trap '' TERM; sh -c 'echo $$ >> {pids}; exec sleep 1000' & echo $! >> {pids}; wait) & echo $$ >> {pids}; echo before >&2; wait") with { Timeout = TimeSpan.FromSeconds(1) };
        var failure = await Assert.ThrowsAsync<ProcessFailedException>(() => ProcessRunner.RunAsync(request, CancellationToken.None).WaitAsync(Patience));
        Assert.Null(failure.ExitCode);
        Assert.Contains("did not end within 1 s: before", failure.Message, StringComparison.Ordinal);
        await AllGoneAsync(pids, atLeast: 2);
    }

    [Fact]
    public async Task Cancelling_kills_the_whole_tree()
    {
        var pids = Path.Combine(folder, "pids");
        using var cancellation = new CancellationTokenSource();
        var run = ProcessRunner.RunAsync(Shell($"sleep 1000 & echo $! >> {pids}; echo $$ >> {pids}; wait"), cancellation.Token);
        await Wait.UntilAsync(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 2);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience));
        await AllGoneAsync(pids, atLeast: 2);
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipes_does_not_hold_us_up()
    {
        var pid = Path.Combine(folder, "pid");
        try
        {
            var result = await ProcessRunner.RunAsync(Shell($"sleep 1000 & echo $! > {pid}; echo done"), CancellationToken.None).WaitAsync(Patience);
            Assert.Equal("done\n", result.Output);
        }
        finally
        {
            await ProcessRunner.RunAsync(new ProcessRequest("kill", ["-9", File.ReadAllText(pid).Trim()]), CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_grandchild_that_goes_on_printing_ends_at_the_limit()
    {
        var request = Shell("(while echo x; do :; done) & exit 0") with { OutputLimit = 100_000 };
        var failure = await Assert.ThrowsAsync<ProcessFailedException>(() => ProcessRunner.RunAsync(request, CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("printed more than 100000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" >&2")]
    public async Task Endless_output_is_cut_off(string pipe)
    {
        var request = Shell("yes" + pipe) with { OutputLimit = 1_000_000 };
        var failure = await Assert.ThrowsAsync<ProcessFailedException>(() => ProcessRunner.RunAsync(request, CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("printed more than 1000000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Length < 3000);
    }

    [Fact]
    public async Task The_environment_is_inherited_added_to_and_removed_from()
    {
        var request = Shell("echo \"$ADDED|$HOME|${PATH:+path}\"") with { Environment = new Dictionary<string, string?> { ["ADDED"] = "a b", ["HOME"] = null } };
        Assert.Equal("a b||path\n", (await ProcessRunner.RunAsync(request, CancellationToken.None)).Output);
    }

    [Fact]
    public async Task Settings_of_our_own_web_server_stay_with_us()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_CHORUS_TEST", "1");
        try
        {
            Assert.Equal("none\n", (await ProcessRunner.RunAsync(Shell("echo ${ASPNETCORE_CHORUS_TEST:-none}"), CancellationToken.None)).Output);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_CHORUS_TEST", null);
        }
    }

    [Fact]
    public async Task It_runs_in_the_folder_it_is_told()
    {
        Assert.Equal(folder + "\n", (await ProcessRunner.RunAsync(new ProcessRequest("pwd", ["-P"]) { WorkingDirectory = folder }, CancellationToken.None)).Output);
    }

    [Fact]
    public async Task A_missing_program_or_folder_says_so()
    {
        var program = await Assert.ThrowsAsync<ProgramNotFoundException>(() => ProcessRunner.RunAsync(new ProcessRequest("no-such-program", ["x"]), CancellationToken.None));
        Assert.Equal("no-such-program x: there is no such program. Is it installed, and is its folder in PATH?", program.Message);
        var request = new ProcessRequest("true", []) { WorkingDirectory = Path.Combine(folder, "gone") };
        var place = await Assert.ThrowsAsync<ProgramNotFoundException>(() => ProcessRunner.RunAsync(request, CancellationToken.None));
        Assert.Contains("the folder does not exist", place.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_what_runs_ends_its_exit_task()
    {
        using var process = RunningProcess.Start(new ProcessRequest("cat", []));
        await process.Input.WriteAsync("hello"u8.ToArray());
        await process.Input.FlushAsync();
        var buffer = new byte[5];
        await process.Output.ReadExactlyAsync(buffer);
        Assert.True(Liveness.IsAlive(process.Id));
        process.Kill();
        Assert.Equal(137, await process.Exited.WaitAsync(Patience));
        process.Kill();
        Assert.False(Liveness.IsAlive(process.Id));
    }

    private static ProcessRequest Shell(string script) => new("sh", ["-c", script]);

    private static async Task AllGoneAsync(string pids, int atLeast)
    {
        var all = File.ReadAllLines(pids).Select(int.Parse).ToArray();
        Assert.True(all.Length >= atLeast);
        await Wait.UntilAsync(() => !all.Any(Liveness.IsAlive));
    }
}
