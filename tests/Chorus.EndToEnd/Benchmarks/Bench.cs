using System.Diagnostics;
using System.Globalization;
using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;

namespace Chorus.EndToEnd.Benchmarks;

/// <summary>Measures what a user feels (times) and what the machine pays (CPU, memory), and prints it as a table.</summary>
internal static class Bench
{
    private const string WaitForText = """
        text => new Promise(done => {
          const seen = () => document.querySelector('#task-head')?.textContent.includes(text) && done(performance.timeOrigin + performance.now());
          new MutationObserver(seen).observe(document.body, { subtree: true, childList: true, characterData: true });
          seen();
        })
        """;

    private const string ClickAllow = "() => { const at = performance.timeOrigin + performance.now(); document.querySelector('[data-allow]').click(); return at; }";

    public static async Task<int> RunAsync(bool isQuick)
    {
        var times = isQuick ? 20 : 100;
        await Console.Out.WriteLineAsync($"{"what",-44} figures");
        await StartAsync(isQuick ? 2 : 5);
        await using (var world = await ScriptedWorld.StartAsync())
        {
            await PageAsync(world, times);
        }

        foreach (var count in isQuick ? new[] { 1, 20 } : [1, 20, 50])
        {
            await LoadAsync(count, "idle", "[[say: ready]]", "idle");
            await LoadAsync(count, "busy", "[[busy: 600]]", "busy");
        }

        return 0;
    }

    private static async Task StartAsync(int times)
    {
        var figures = new Figures();
        for (var time = 0; time < times; time++)
        {
            await using var world = new ScriptedWorld();
            using var http = new HttpClient();
            var watch = Stopwatch.StartNew();
            var start = world.Server.StartAsync();
            var page = new Uri($"http://127.0.0.1:{world.Port}/login");
            await Eventually.TrueAsync("the first page", async () =>
            {
                try { return (await http.GetAsync(page)).IsSuccessStatusCode; }
                catch (HttpRequestException) { return false; }
            });
            figures.Add(watch.Elapsed.TotalMilliseconds);
            await start;
        }

        Row("start to first page", figures.Summary());
    }

    private static async Task PageAsync(ScriptedWorld world, int times)
    {
        var task = (await world.StartTasksAsync(20, "[[say: ready]]", "idle"))[0];
        await using var browser = await DashboardBrowser.OpenAsync(Look.Desktop);
        await browser.LogInAsync(world.Server);
        var url = new Uri(world.Server.Url, $"/tasks/{task}");
        var weight = await browser.WeighAsync(url) / 1024.0;
        Row("page weight with 20 tasks, empty cache", string.Create(CultureInfo.InvariantCulture, $"{weight:0.0} KB"));
        await browser.Page.GotoAsync(url.AbsoluteUri);
        using var hooks = await AgentHooks.OfTaskAsync(world.Server, world.Sandbox, task);
        Row("hook received → fragment in the browser", await HookToFragmentAsync(hooks, browser.Page, times));
        Row("click on Allow → hook answered", await ClickToAnswerAsync(hooks, browser.Page, times));
    }

    private static async Task<string> HookToFragmentAsync(AgentHooks hooks, IPage page, int times)
    {
        var figures = new Figures();
        for (var time = 0; time < times; time++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"echo measured-{time:000}");
            var shown = page.EvaluateAsync<double>(WaitForText, text);
            // The observer must be there before the hook is sent.
            await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 150))");
            var sent = UnixMilliseconds();
            await hooks.ToolAsync(text);
            figures.Add(await shown - sent);
        }

        return figures.Summary();
    }

    private static async Task<string> ClickToAnswerAsync(AgentHooks hooks, IPage page, int times)
    {
        var figures = new Figures();
        for (var time = 0; time < times; time++)
        {
            var command = string.Create(CultureInfo.InvariantCulture, $"echo asked-{time:000}");
            var answer = hooks.AskAsync(command);
            await page.Locator("article.decision pre.command", new() { HasTextString = command }).WaitForAsync();
            var clicked = await page.EvaluateAsync<double>(ClickAllow);
            var elapsed = Stopwatch.GetElapsedTime(await answer);
            figures.Add(UnixMilliseconds() - elapsed.TotalMilliseconds - clicked);
            await page.Locator("article.decision").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        return figures.Summary();
    }

    /// <summary>What the server costs, and what tmux costs with and without it: the agents live on when the server is gone.</summary>
    private static async Task LoadAsync(int count, string kind, string brief, string status)
    {
        await using var world = await ScriptedWorld.StartAsync();
        await world.StartTasksAsync(count, brief, status);
        var tmux = await world.TmuxServerAsync();
        var server = world.Server.Id;
        await CpuAsync(TimeSpan.FromSeconds(5), server);
        var watched = await CpuAsync(TimeSpan.FromSeconds(15), server, tmux);
        var memory = RunningProcesses.ResidentMegabytes(server);
        await world.Server.KillAsync();
        var alone = await CpuAsync(TimeSpan.FromSeconds(15), tmux);
        Row(
            string.Create(CultureInfo.InvariantCulture, $"{count,2} {kind} sessions"),
            string.Create(CultureInfo.InvariantCulture, $"server {watched[0]:0.0} % of a core, {memory:0} MB   tmux {watched[1]:0.0} % (alone {alone[0]:0.0} %)"));
    }

    private static async Task<IReadOnlyList<double>> CpuAsync(TimeSpan time, params IReadOnlyList<int> processes)
    {
        var before = processes.Select(RunningProcesses.CpuSeconds).ToList();
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
        return [.. processes.Select((process, index) => (RunningProcesses.CpuSeconds(process) - before[index]) / watch.Elapsed.TotalSeconds * 100)];
    }

    private static double UnixMilliseconds() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;

    private static void Row(string what, string figures) => Console.WriteLine($"{what,-44} {figures}");
}
