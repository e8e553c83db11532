using System.Diagnostics;
using System.Text.Json;
using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>The status is right and says why, also where Claude Code's hooks say nothing.</summary>
public sealed class StatusTests(ITestOutputHelper output)
{
    [Fact]
    public Task Esc_in_the_terminal_is_seen_as_interrupted_within_three_seconds() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        var id = await scene.Api.StartTaskAsync("Slow", "[[slow: 60]]");
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        await scene.Api.ClaudeIsAsync(id, "busy");
        await Eventually.TrueAsync("Claude writes", async () => (await ScreenAsync(scene, id)).Contains("tick 3", StringComparison.Ordinal));

        await scene.PressAsync(id, "Escape");
        var watch = Stopwatch.StartNew();
        await scene.Api.ClaudeIsAsync(id, "idle", "interrupted", TimeSpan.FromSeconds(3));
        await Assertions.Expect(page.Locator("#task-head .task-state")).ToContainTextAsync("Your turn");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"It took {watch.Elapsed.TotalSeconds:0.0} s.");
    });

    [Fact]
    public Task A_request_answered_with_No_in_the_terminal_closes_its_card() => Scene.PlayAsync(output, async scene =>
    {
        var id = await scene.Api.StartTaskAsync("At the terminal", "[[bash: echo x > x.txt]]");
        var request = await scene.Api.AskedAsync("x.txt");
        await Eventually.TrueAsync("the dialog is open", async () => (await ScreenAsync(scene, id)).Contains("Do you want to proceed", StringComparison.Ordinal));

        await scene.PressAsync(id, "Escape");

        await scene.Api.ClaudeIsAsync(id, "idle", "interrupted", TimeSpan.FromSeconds(5));
        var closed = await RequestAsync(scene, request);
        Assert.Equal("answered-in-terminal", closed.GetProperty("status").GetString());
        var late = await Assert.ThrowsAsync<HttpRequestException>(() => scene.Api.DecideAsync(request, "allow"));
        Assert.True(ServerApi.IsConflict(late), late.Message);
        Assert.False(File.Exists(scene.InProject("x.txt")));
    });

    [Fact]
    public Task A_request_answered_with_Yes_in_the_terminal_closes_its_card() => Scene.PlayAsync(output, async scene =>
    {
        var id = await scene.Api.StartTaskAsync("At the terminal", "[[bash: echo y > y.txt]]");
        var request = await scene.Api.AskedAsync("y.txt");
        await Eventually.TrueAsync("the dialog is open", async () => (await ScreenAsync(scene, id)).Contains("Do you want to proceed", StringComparison.Ordinal));

        await scene.PressAsync(id, "Enter");

        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.Equal("answered-in-terminal", (await RequestAsync(scene, request)).GetProperty("status").GetString());
        Assert.True(File.Exists(scene.InProject("y.txt")));
    });

    [Fact]
    public Task A_turn_that_ends_in_an_error_of_the_API_is_shown_as_an_error() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        var id = await scene.Api.StartTaskAsync("Unlucky", "[[fail: 400]]");
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);

        var task = await scene.Api.ClaudeIsAsync(id, "idle", "error");

        Assert.Equal("running", task.GetProperty("state").GetString());
        Assert.NotEqual(JsonValueKind.Null, task.GetProperty("attention").ValueKind);
        await Assertions.Expect(page.Locator("#task-head .task-state")).ToContainTextAsync("Needs you");
        await Assertions.Expect(page.Locator("#task-head .task-state")).ToContainTextAsync("rror");
    });

    [Fact]
    public Task A_killed_agent_is_stopped_with_the_reason_and_a_restart_resumes_its_conversation() => Scene.PlayAsync(output, async scene =>
    {
        var id = await scene.Api.StartTaskAsync("Mortal", "[[say: remember the number 4711]]");
        var before = await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        await Eventually.TrueAsync("the answer stands in the transcript", () => Transcripts(scene).Any(text => text.Contains("\"assistant\"", StringComparison.Ordinal)));
        var pane = await scene.Sandbox.TmuxAsync("display-message", "-p", "-t", $"=claude-{id}:", "#{pane_pid}");
        LocalProcess.Kill(int.Parse(pane.Output, System.Globalization.CultureInfo.InvariantCulture));
        await scene.Api.ClaudeIsAsync(id, "stopped", "killed", TimeSpan.FromSeconds(5));

        await scene.Api.PostAsync($"tasks/{id}/restart");
        var after = await scene.Api.ClaudeIsAsync(id, "idle");
        Assert.Equal(Session(before), Session(after));
        Assert.Equal(1, after.GetProperty("claude").GetProperty("restarts").GetInt32());

        await scene.Api.PostAsync($"tasks/{id}/messages", new { text = "[[say: and again]]" });
        await Eventually.TrueAsync("the model knows the conversation", async () =>
            (await scene.Model.NewestRequestAsync()) is var newest && newest.Contains("and again", StringComparison.Ordinal) && newest.Contains("4711", StringComparison.Ordinal));
    });

    private static IEnumerable<string> Transcripts(Scene scene) =>
        Directory.EnumerateFiles(Path.Combine(scene.Sandbox.Home, ".claude", "projects"), "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static string? Session(JsonElement task) => task.GetProperty("claude").GetProperty("sessionId").GetString();

    private static async Task<string> ScreenAsync(Scene scene, int id) =>
        (await scene.Sandbox.TmuxAsync("capture-pane", "-p", "-t", $"=claude-{id}:")).Output;

    private static async Task<JsonElement> RequestAsync(Scene scene, JsonElement request) =>
        (await scene.Api.GetAsync("permissions")).EnumerateArray().Single(one => one.GetProperty("id").GetString() == request.GetProperty("id").GetString());
}
