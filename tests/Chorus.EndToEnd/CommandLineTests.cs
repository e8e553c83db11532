using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
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

    private static async Task<Finished> DoneAsync(Scene scene, params IReadOnlyList<string> arguments)
    {
        var finished = await scene.Sandbox.CliAsync(arguments);
        Assert.True(finished.ExitCode == 0, $"chorus {string.Join(' ', arguments)}: {finished}");
        return finished;
    }

    private static async Task<JsonElement> OnlyRequestAsync(Scene scene) =>
        Assert.Single(JsonElement.Parse((await DoneAsync(scene, "permission", "list", "--json")).Output).EnumerateArray());

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/login#code=\S+")]
    private static partial Regex LoginAddress();
}
