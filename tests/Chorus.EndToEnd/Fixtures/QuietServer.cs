namespace Chorus.EndToEnd.Fixtures;

/// <summary>A running server whose agents are a script that sleeps, for tests that ask who may talk to it.</summary>
public sealed class QuietServer : IAsyncLifetime
{
    public QuietServer()
    {
        Sandbox.AddScript("claude", "#!/bin/sh\nexec sleep 1000\n");
        // With a port of its own a restarted server keeps the address that its cookies belong to.
        Sandbox.WriteConfig(ChorusServer.FreePort());
        Server = new ChorusServer(Sandbox);
    }

    internal Sandbox Sandbox { get; } = new();

    internal ChorusServer Server { get; }

    internal ServerApi Api => Server.Api;

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    /// <summary>Everything that somebody without rights could have changed: tasks with their histories, requests, sessions of tmux.</summary>
    internal async Task<string> StateAsync()
    {
        var tasks = await Api.GetAsync("tasks");
        var events = new List<string>();
        foreach (var task in tasks.EnumerateArray())
        {
            events.Add((await Api.GetAsync($"tasks/{task.GetProperty("id")}/events")).GetRawText());
            events.Add((await Api.GetAsync($"tasks/{task.GetProperty("id")}/messages")).GetRawText());
        }

        var panes = await Sandbox.TmuxAsync("list-panes", "-a", "-F", "#{session_name} #{pane_id} #{pane_pid} #{pane_dead}");
        return string.Join('\n', [tasks.GetRawText(), .. events, (await Api.GetAsync("permissions")).GetRawText(), panes.Output]);
    }
}
