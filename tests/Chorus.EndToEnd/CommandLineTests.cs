using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>The same job without a browser, and the demo a newcomer sees first.</summary>
public sealed partial class CommandLineTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_task_goes_from_add_to_complete_by_commands_alone() => Scene.PlayAsync(output, async scene =>
    {
        var brief = Path.Combine(scene.Sandbox.Home, "brief.md");
        await File.WriteAllTextAsync(brief, "[[bash: echo typed > typed.txt]] [[bash: echo never > never.txt]]");
        Assert.Contains("1", (await DoneAsync(scene, "task", "add", "By hand", "--brief-file", brief, "--start")).Output, StringComparison.Ordinal);

        await DoneAsync(scene, "task", "wait", "1", "--for", "attention", "--timeout", "20");
        var first = await OnlyRequestAsync(scene);
        Assert.Equal("echo typed > typed.txt", first.GetProperty("input").GetProperty("command").GetString());
        await DoneAsync(scene, "permission", "allow", first.GetProperty("id").GetString()!);
        await Eventually.TrueAsync("the command ran", () => File.Exists(scene.InProject("typed.txt")));

        var again = await scene.Sandbox.CliAsync("permission", "deny", first.GetProperty("id").GetString()!);
        Assert.True(again.ExitCode == 1, again.ToString());
        await scene.Api.AskedAsync("never.txt");
        await DoneAsync(scene, "permission", "deny", (await OnlyRequestAsync(scene)).GetProperty("id").GetString()!, "--message", "Leave that.");
        await DoneAsync(scene, "task", "wait", "1", "--for", "idle", "--timeout", "20");
        Assert.False(File.Exists(scene.InProject("never.txt")));
        Assert.Contains("By hand", (await DoneAsync(scene, "task", "screen", "1")).Output, StringComparison.Ordinal);

        var sent = await scene.Sandbox.CliWithInputAsync("from stdin: \"$(touch x)\" `touch x`", "task", "send", "1", "-");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        await Eventually.TrueAsync("the message arrived", async () => (await scene.Model.TypedTextsAsync()).Contains("from stdin: \"$(touch x)\" `touch x`"));
        await scene.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.False(File.Exists(scene.InProject("x")));

        await DoneAsync(scene, "task", "complete", "1", "--note", "Good.");
        var task = JsonElement.Parse((await DoneAsync(scene, "task", "show", "1", "--json")).Output);
        Assert.Equal("completed", task.GetProperty("state").GetString());
        Assert.Equal("Good.", task.GetProperty("result").GetString());
    });

    [Fact]
    public async Task A_request_is_read_whole_and_deceptive_text_is_allowed_only_on_purpose()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "Odd words", "--brief", "[[bash: echo safe > made.txt # \u202e txt.edam]]", "--start");
        await DoneAsync(sandbox, "task", "wait", "1", "--for", "attention", "--timeout", "20");
        Assert.Matches(@"(?m)^1 +Needs you +\d+ s +0 +Odd words +Bash: echo safe", (await DoneAsync(sandbox, "task", "list")).Output);
        var id = Assert.Single(JsonElement.Parse((await DoneAsync(sandbox, "permission", "list", "--json")).Output).EnumerateArray()).GetProperty("id").GetString()!;

        var shown = (await DoneAsync(sandbox, "permission", "show", id)).Output;
        Assert.Contains("  │ echo safe > made.txt # ⟨U+202E⟩ txt.edam\n", shown, StringComparison.Ordinal);
        Assert.Contains("Look twice: command: hidden character U+202E", shown, StringComparison.Ordinal);
        Assert.Contains("Task       1  Odd words\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', shown);

        var refused = await sandbox.CliAsync("permission", "allow", id);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("--anyway", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("open", JsonElement.Parse((await DoneAsync(sandbox, "permission", "show", id, "--json")).Output).GetProperty("status").GetString());
        Assert.False(File.Exists(sandbox.InProject("made.txt")));

        var allowed = (await DoneAsync(sandbox, "permission", "allow", id, "--anyway")).Output;
        Assert.Contains("Status     allowed by cli, ", allowed, StringComparison.Ordinal);
        Assert.Contains("  │ echo safe > made.txt # ⟨U+202E⟩ txt.edam\n", allowed, StringComparison.Ordinal);
        await Eventually.TrueAsync("the command ran", () => File.Exists(sandbox.InProject("made.txt")));

        var again = await sandbox.CliAsync("permission", "allow", id, "--anyway");
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("had no effect", Assert.Single(again.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Status     allowed by cli, ", (await DoneAsync(sandbox, "permission", "show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_shows_what_became_of_its_messages_and_a_queued_one_what_it_waits_for()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "First", "--start");
        await DoneAsync(sandbox, "task", "wait", "1", "--for", "idle", "--timeout", "20");
        await DoneAsync(sandbox, "task", "add", "Second", "--after", "1");
        Assert.Matches(@"(?m)^2 +Queued +\d+ s +0 +1 +Second$", (await DoneAsync(sandbox, "task", "list", "--state", "pending")).Output);

        await DoneAsync(sandbox, "task", "send", "1", "@README.md -- letter by letter");
        await Eventually.TrueAsync("the message is sent", async () => Regex.IsMatch((await DoneAsync(sandbox, "task", "show", "1")).Output, @"(?m)^sent +\d+ s +@README\.md -- letter by letter$"));
        await Eventually.TrueAsync("it arrived", async () => (await DoneAsync(sandbox, "task", "screen", "1")).Output.Contains("❯ @README.md -- letter by letter", StringComparison.Ordinal));

        await sandbox.TmuxAsync("kill-session", "-t", "=claude-1");
        var gone = await sandbox.CliAsync("attach", "1");
        Assert.True(gone.ExitCode == 1, gone.ToString());
        Assert.Contains("chorus task restart 1", Assert.Single(gone.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        await DoneAsync(sandbox, "task", "complete", "1");
        Assert.Matches(@"(?m)^2 +Queued +\d+ s +0 +Second$", (await DoneAsync(sandbox, "task", "list")).Output);
        Assert.Matches(@"(?m)^1 +Done +\d+ s +0 +First", (await DoneAsync(sandbox, "task", "list")).Output);
    }

    [Fact]
    public async Task A_wait_in_vain_or_without_its_server_says_so_and_one_that_is_broken_off_says_nothing()
    {
        await using var world = await ScriptedWorld.StartAsync();
        await DoneAsync(world.Sandbox, "task", "add", "Nobody starts this");
        var vain = await world.Sandbox.CliAsync("task", "wait", "1", "--for", "attention", "--timeout", "1");
        Assert.Equal((1, "Queued"), (vain.ExitCode, vain.Output.Trim()));
        Assert.Contains("'attention' within 1 s", Assert.Single(vain.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        var before = Connections(world);
        await using var orphaned = world.Sandbox.Start("task", "wait", "1", "--for", "done");
        await using var waiting = world.Sandbox.Start("task", "wait", "1", "--for", "done");
        await Eventually.TrueAsync("both are connected", () => Connections(world) >= before + 2);
        // What Ctrl-C does, by the signal that a run in the background does not inherit as ignored.
        waiting.Signal(PosixSignal.SIGTERM);
        var left = await waiting.FinishedAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((130, "", ""), (left.ExitCode, left.Output, left.Error));

        await world.Server.KillAsync();
        var lost = await orphaned.FinishedAsync(TimeSpan.FromSeconds(10));
        Assert.True(lost.ExitCode == 5, lost.ToString());
        Assert.Contains("The Chorus server stopped", Assert.Single(lost.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_works_asks_and_finishes_without_Claude_Code_and_leaves_nothing_behind()
    {
        await using var sandbox = new Sandbox();
        sandbox.Variables["TMPDIR"] = Directory.CreateDirectory(Path.Combine(sandbox.Home, "t")).FullName;
        sandbox.RestrictPath("tmux", "git", "sh", "wc", "tee");
        sandbox.Variables["DOTNET_ROOT"] = Path.GetDirectoryName(new FileInfo(Place.Dotnet).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Place.Dotnet)!;
        await using var demo = sandbox.Start("demo", "--no-open");
        var login = await Eventually.FindAsync(
            "the demo tells its address", () => Task.FromResult(LoginAddress().Match(demo.Output) is { Success: true } match ? match.Value : null), seen: () => demo.Output + demo.Error);
        Assert.StartsWith("http://127.0.0.1:", login, StringComparison.Ordinal);
        using var api = new ServerApi(Directory.GetFiles(sandbox.Variables["TMPDIR"], "server.sock", SearchOption.AllDirectories).Single());

        await Eventually.TrueAsync("the demo has its tasks", async () => (await api.GetAsync("tasks")).GetArrayLength() == 3);
        await api.ClaudeIsAsync(1, "idle", "turn-ended", TimeSpan.FromSeconds(30));
        var request = await api.AskedAsync("count.txt");
        await api.DecideAsync(request, "allow");
        await api.ClaudeIsAsync(2, "idle", "turn-ended");
        await api.ClaudeIsAsync(3, "idle", "turn-ended");

        // What Ctrl-C does, by the signal that a run in the background does not inherit as ignored.
        demo.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, (await demo.FinishedAsync(TimeSpan.FromSeconds(10))).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Variables["TMPDIR"], "chorus-demo-*"));
        await Eventually.TrueAsync("its agents have ended", () => sandbox.Processes().Count == 0);
    }

    /// <summary>Clients that the server has accepted at its socket.</summary>
    private static int Connections(ScriptedWorld world)
    {
        const string connected = "03";
        var socket = " " + Path.Combine(world.Sandbox.StateOfProject, "server.sock");
        return File.ReadLines("/proc/net/unix").Count(line => line.EndsWith(socket, StringComparison.Ordinal) && line.Split(' ')[5] == connected);
    }

    private static Task<Finished> DoneAsync(Scene scene, params IReadOnlyList<string> arguments) => DoneAsync(scene.Sandbox, arguments);

    private static async Task<Finished> DoneAsync(Sandbox sandbox, params IReadOnlyList<string> arguments)
    {
        var finished = await sandbox.CliAsync(arguments);
        Assert.True(finished.ExitCode == 0, $"chorus {string.Join(' ', arguments)}: {finished}");
        return finished;
    }

    private static async Task<JsonElement> OnlyRequestAsync(Scene scene) =>
        Assert.Single(JsonElement.Parse((await DoneAsync(scene, "permission", "list", "--json")).Output).EnumerateArray());

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/login#code=\S+")]
    private static partial Regex LoginAddress();
}
