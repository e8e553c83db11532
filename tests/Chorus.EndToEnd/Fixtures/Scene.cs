using Xunit.Abstractions;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>A running server with real Claude Code behind a played API, and a report of everything when the test fails.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly List<DashboardBrowser> browsers = [];

    private Scene(FakeAnthropic model)
    {
        Model = model;
        Sandbox = new Sandbox(model.Url);
        Server = new ChorusServer(Sandbox);
    }

    public FakeAnthropic Model { get; }
    public Sandbox Sandbox { get; }
    public ChorusServer Server { get; }
    public ServerApi Api => Server.Api;

    public static async Task PlayAsync(ITestOutputHelper output, Func<Scene, Task> act)
    {
        await using var scene = new Scene(await FakeAnthropic.StartAsync());
        try
        {
            scene.Sandbox.AddProgram("claude", Place.Claude);
            scene.Sandbox.WriteConfig(ChorusServer.FreePort());
            await scene.Server.StartAsync();
            await act(scene);
            foreach (var browser in scene.browsers) { browser.AssertQuiet(); }
        }
        catch
        {
            output.WriteLine(await scene.Server.ReportAsync());
            await scene.KeepScreenshotsAsync(output);
            throw;
        }
    }

    public async Task<DashboardBrowser> OpenBrowserAsync(Look look)
    {
        var browser = await DashboardBrowser.OpenAsync(look);
        browsers.Add(browser);
        await browser.LogInAsync(Server);
        return browser;
    }

    public string InProject(string file) => Sandbox.InProject(file);

    /// <summary>Types into a task's session as its user would in the terminal.</summary>
    public async Task PressAsync(int task, params IReadOnlyList<string> keys)
    {
        var pressed = await Sandbox.TmuxAsync(["send-keys", "-t", $"=claude-{task}:", .. keys]);
        Assert.True(pressed.ExitCode == 0, pressed.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers) { await browser.DisposeAsync(); }
        await Server.DisposeAsync();
        await Sandbox.DisposeAsync();
        await Model.DisposeAsync();
    }

    private async Task KeepScreenshotsAsync(ITestOutputHelper output)
    {
        foreach (var browser in browsers)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName, $"{Guid.NewGuid():N}.png");
            await browser.ScreenshotAsync(path);
            output.WriteLine($"The page at {browser.Page.Url}: {path}");
        }
    }
}
