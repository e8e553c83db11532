using System.Globalization;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Benchmarks;

/// <summary>A server whose sessions run the scripted agent, which costs little and does as it is told.</summary>
internal sealed class ScriptedWorld : IAsyncDisposable
{
    /// <param name="project">Name of the project's folder.</param>
    /// <param name="more">More of the configuration.</param>
    public ScriptedWorld(string project = "project", string more = "[queue]\nmax_running = 200")
    {
        Sandbox = new Sandbox(project: project);
        Sandbox.AddScript("claude", $"#!/bin/sh\nexec '{Place.Dotnet}' exec '{Place.Chorus}' scripted-agent \"$@\"\n");
        Sandbox.WriteConfig(Port, $"{more}\n[logging]\nlevel = \"warning\"");
        // As a user's configuration has it: the default of one second.
        File.WriteAllText(Sandbox.Config, File.ReadAllText(Sandbox.Config).Replace("poll_interval = 0.25", "poll_interval = 1.0", StringComparison.Ordinal));
        Server = new ChorusServer(Sandbox);
    }

    public int Port { get; } = ChorusServer.FreePort();

    public Sandbox Sandbox { get; }

    public ChorusServer Server { get; }

    public static async Task<ScriptedWorld> StartAsync()
    {
        var world = new ScriptedWorld();
        await world.Server.StartAsync();
        return world;
    }

    /// <summary>Starts sessions and waits until each has reached the status.</summary>
    public async Task<IReadOnlyList<int>> StartTasksAsync(int count, string brief, string status)
    {
        var tasks = new List<int>();
        for (var task = 0; task < count; task++) { tasks.Add(await Server.Api.StartTaskAsync($"Task {task}", brief)); }
        foreach (var task in tasks) { await Server.Api.ClaudeIsAsync(task, status, within: TimeSpan.FromMinutes(2)); }
        return tasks;
    }

    public async Task<int> TmuxServerAsync() =>
        int.Parse((await Sandbox.TmuxAsync("display-message", "-p", "#{pid}")).Output, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
