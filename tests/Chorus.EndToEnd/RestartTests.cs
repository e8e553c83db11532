using System.Diagnostics;
using System.Net.Http.Headers;
using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>The server may end at any moment; the agents live on, and so do their open requests.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_request_that_was_open_when_the_server_was_killed_can_be_allowed_after_its_restart() => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Look.Desktop);
        browser.Forgive("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch|network error");
        var id = await scene.Api.StartTaskAsync("Patient", "[[bash: echo once >> once.txt]]");
        var asked = await scene.Api.AskedAsync("once.txt");
        var agents = await AgentsAsync(scene);

        await scene.Server.KillAsync();
        Assert.Equal(agents, await AgentsAsync(scene));
        await scene.Server.StartAsync();

        var page = browser.Page;
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        await Assertions.Expect(page.Locator("article.decision pre.command").First).ToHaveTextAsync("echo once >> once.txt");
        Assert.Equal(asked.GetProperty("id").GetString(), (await scene.Api.AskedAsync("once.txt")).GetProperty("id").GetString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.Equal("once\n", await File.ReadAllTextAsync(scene.InProject("once.txt")));
        Assert.Equal(agents, await AgentsAsync(scene));
    });

    [Fact]
    public Task However_often_the_server_is_killed_nothing_runs_undecided_and_what_was_allowed_runs_once() => Scene.PlayAsync(output, async scene =>
    {
        var id = await scene.Api.StartTaskAsync("Tough", "[[say: ready]]");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        for (var round = 1; round <= (Place.IsFull ? 100 : 3); round++)
        {
            var file = $"round{round}.txt";
            await scene.Api.PostAsync($"tasks/{id}/messages", new { text = $"[[bash: echo once >> {file}]]" });
            var request = await scene.Api.AskedAsync(file);
            await scene.Server.KillAsync();
            await scene.Server.StartAsync();
            Assert.False(File.Exists(scene.InProject(file)), $"Round {round}: it ran without a decision.");

            await scene.Api.DecideAsync(request, "allow");
            await Eventually.TrueAsync($"round {round}: the allowed command ran", () => File.Exists(scene.InProject(file)));
            await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
            Assert.Equal("once\n", await File.ReadAllTextAsync(scene.InProject(file)));
        }
    });

    [Fact]
    public Task A_page_that_stayed_open_over_a_restart_shows_the_truth_by_itself() => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Look.Desktop);
        browser.Forgive("ERR_|Failed to fetch|network error");
        await scene.Api.StartTaskAsync("Before");
        await Assertions.Expect(browser.Page.Locator("#list")).ToContainTextAsync("Before");

        await scene.Server.KillAsync();
        await Assertions.Expect(browser.Page.Locator("#stale")).ToBeVisibleAsync();
        await scene.Server.StartAsync();
        await scene.Api.PostAsync("tasks", new { title = "After" });

        await Assertions.Expect(browser.Page.Locator("#list")).ToContainTextAsync("After", new() { Timeout = 20_000 });
        await Assertions.Expect(browser.Page.Locator("#stale")).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_restarted_server_adopts_the_running_sessions() => Scene.PlayAsync(output, async scene =>
    {
        var first = await scene.Api.StartTaskAsync("One", "[[say: one]]");
        var second = await scene.Api.StartTaskAsync("Two", "[[slow: 60]]");
        await scene.Api.ClaudeIsAsync(first, "idle", "turn-ended");
        await scene.Api.ClaudeIsAsync(second, "busy");
        var agents = await AgentsAsync(scene);

        await scene.Server.KillAsync();
        await scene.Server.StartAsync();

        await scene.Api.ClaudeIsAsync(first, "idle", within: TimeSpan.FromSeconds(3));
        await scene.Api.ClaudeIsAsync(second, "busy", within: TimeSpan.FromSeconds(3));
        Assert.Equal(agents, await AgentsAsync(scene));
        await scene.Api.PostAsync($"tasks/{first}/messages", new { text = "[[bash: echo adopted > adopted.txt]]" });
        await scene.Api.DecideAsync(await scene.Api.AskedAsync("adopted.txt"), "allow");
        await Eventually.TrueAsync("the adopted session works on", () => File.Exists(scene.InProject("adopted.txt")));
    });

    [Fact]
    public Task A_stop_with_open_streams_takes_less_than_two_seconds_and_leaves_the_agents_alone() => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Look.Desktop);
        browser.Forgive("ERR_|Failed to fetch|network error");
        var id = await scene.Api.StartTaskAsync("Stays", "[[bash: echo open > open.txt]]");
        await scene.Api.AskedAsync("open.txt");
        var agents = await AgentsAsync(scene);
        using var http = new HttpClient();
        var cookies = await browser.Page.Context.CookiesAsync();
        var streams = new List<HttpResponseMessage>();
        for (var stream = 0; stream < 20; stream++) { streams.Add(await OpenStreamAsync(http, scene.Server.Url, cookies)); }

        var watch = Stopwatch.StartNew();
        var exit = await scene.Server.StopAsync(TimeSpan.FromSeconds(10));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal(0, exit);
        Assert.Equal(agents, await AgentsAsync(scene));
        streams.ForEach(stream => stream.Dispose());

        await scene.Server.StartAsync();
        await scene.Api.DecideAsync(await scene.Api.AskedAsync("open.txt"), "allow");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.True(File.Exists(scene.InProject("open.txt")));
    });

    private static async Task<HttpResponseMessage> OpenStreamAsync(HttpClient http, Uri server, IReadOnlyList<BrowserContextCookiesResult> cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/events"));
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        request.Headers.Add("Origin", server.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return response;
    }

    /// <summary>The processes of the sessions, as tmux knows them.</summary>
    private static async Task<string> AgentsAsync(Scene scene) =>
        (await scene.Sandbox.TmuxAsync("list-panes", "-a", "-f", "#{m:claude-*,#{session_name}}", "-F", "#{session_name} #{pane_id} #{pane_pid} #{pane_dead}")).Output;
}
