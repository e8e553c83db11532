using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <summary>A machine with a real server behind a played API, and somebody who looks at the server all the time.</summary>
internal sealed class World : IAsyncDisposable
{
    // Cases that are still to be played here, or being played.
    private int guests;
    private readonly int apiPort = ChorusServer.FreePort();
    private FakeAnthropic model;
    private bool isApiAway;
    private int isOver;

    private World(FakeAnthropic model, Sandbox sandbox)
    {
        this.model = model;
        Sandbox = sandbox;
        Server = new ChorusServer(sandbox);
    }

    public FakeAnthropic Model => model;
    public Sandbox Sandbox { get; }
    public ChorusServer Server { get; }
    public Watcher? Watcher { get; private set; }

    public static async Task<World> StartAsync(WorldKind kind, int cases)
    {
        var model = await FakeAnthropic.StartAsync();
        var world = new World(model, new Sandbox(model.Url)) { guests = cases };
        try
        {
            await world.PrepareAsync(kind);
            await world.StartServerAsync();
            if (kind is WorldKind.Hookless) { await File.WriteAllTextAsync(Path.Combine(world.Sandbox.StateOfProject, "claude-settings.json"), "{}"); }
            world.Watcher = new Watcher(world.Server);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Since when the server that was started last answers.</summary>
    public DateTimeOffset AnsweringSince { get; private set; }

    public async Task StartServerAsync()
    {
        await Server.StartAsync();
        AnsweringSince = DateTimeOffset.UtcNow;
    }

    public async Task TakeApiAwayAsync()
    {
        if (!isApiAway) { await model.DisposeAsync(); }
        isApiAway = true;
    }

    public async Task BringApiBackAsync()
    {
        model = await FakeAnthropic.StartAsync(apiPort);
        isApiAway = false;
    }

    /// <summary>A case is over; after the last one the world ends, so that the others have the machine.</summary>
    public async Task LeaveAsync()
    {
        if (Interlocked.Decrement(ref guests) == 0) { await DisposeAsync(); }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isOver, 1) == 1) { return; }
        if (Watcher is not null) { await Watcher.DisposeAsync(); }
        await Server.DisposeAsync();
        await Sandbox.DisposeAsync();
        await TakeApiAwayAsync();
    }

    private async Task PrepareAsync(WorldKind kind)
    {
        Sandbox.AddProgram("claude", Place.Claude);
        // The file's own poll interval is faster than the default; what is published must hold for the default.
        await File.WriteAllTextAsync(Sandbox.Config, $"""
            [server]
            port = 0
            [claude]
            permission_mode = "manual"
            [stacks]
            mode = "none"
            [notifications]
            desktop = false
            """);
        switch (kind)
        {
            case WorldKind.Subscription:
                Sandbox.Variables.Remove("ANTHROPIC_AUTH_TOKEN");
                Sandbox.Variables["CLAUDE_CODE_OAUTH_TOKEN"] = Sandbox.Token;
                break;
            case WorldKind.ForegroundAgents:
                Sandbox.Variables["CLAUDE_CODE_DISABLE_BACKGROUND_TASKS"] = "1";
                break;
            case WorldKind.Untrusted:
                _ = new ClaudeHome(Sandbox.Home);
                break;
            case WorldKind.BrokenSettings:
                Directory.CreateDirectory(Sandbox.InProject(".claude"));
                await File.WriteAllTextAsync(Sandbox.InProject(".claude/settings.json"), "{ \"permissions\": ");
                break;
            case WorldKind.Unreachable:
                await TakeApiAwayAsync();
                await BringApiBackAsync();
                Sandbox.Variables["ANTHROPIC_BASE_URL"] = model.Url.AbsoluteUri.TrimEnd('/');
                break;
            default:
                break;
        }
    }
}
