using Chorus.EndToEnd.Fixtures;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>What other users of the machine can see while everything runs: no secret in a command line, no file open to them.</summary>
public sealed class LocalMachineTests(ITestOutputHelper output)
{
    /// <summary>What lies in the state folder while a task runs, and must not be missed by the look at its modes.</summary>
    private static readonly HashSet<string> Expected =
        ["chorus.db", "chorus.db-wal", "chorus.db-shm", "token", "server.sock", "hooks.sock", "tmux.sock", "server.json", "claude-settings.json", "lock", "brief.md"];

    [Fact]
    public Task No_secret_stands_in_a_command_line_while_a_task_asks_and_goes_on() => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Look.Desktop);
        var cookies = await browser.Page.Context.CookiesAsync();
        using var watching = new CancellationTokenSource();
        var secrets = new HashSet<string>(StringComparer.Ordinal) { Sandbox.Token, Assert.Single(cookies).Value };
        var seen = WatchCommandLinesAsync(watching.Token);

        var id = await scene.Api.StartTaskAsync("Discreet", "[[bash: echo 1 > one.txt]]");
        var request = await scene.Api.AskedAsync("one.txt");
        foreach (var secret in Secrets(scene)) { secrets.Add(secret); }
        Assert.NotEmpty(HookFiles(scene));
        var login = await scene.Server.LoginUrlAsync();
        secrets.Add(login[(login.LastIndexOf('=') + 1)..]);
        await scene.Sandbox.CliAsync("permission", "allow", request.GetProperty("id").GetString()!);
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        await scene.Sandbox.CliAsync("token", "rotate");
        foreach (var secret in Secrets(scene)) { secrets.Add(secret); }
        await watching.CancelAsync();

        var lines = await seen;
        Assert.Contains(lines, line => line.Contains("claude", StringComparison.Ordinal));
        Assert.True(secrets.Count >= 5, $"Only {secrets.Count} secrets were found to look for.");
        var leaks = lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.Empty(leaks);
        var log = scene.Server.Log + string.Concat(Directory.GetFiles(Path.Combine(scene.Sandbox.StateOfProject, "logs")).Select(File.ReadAllText));
        Assert.DoesNotContain(secrets, secret => log.Contains(secret, StringComparison.Ordinal));
    });

    [Fact]
    public Task Every_file_of_the_state_folder_is_the_users_alone() => Scene.PlayAsync(output, async scene =>
    {
        // The laxest umask there is; the modes must not depend on it.
        await scene.Server.StopAsync(TimeSpan.FromSeconds(10));
        Directory.Delete(scene.Sandbox.StateOfProject, recursive: true);
        scene.Sandbox.AddScript("open-umask", $"#!/bin/sh\numask 000\nexec \"{Place.Dotnet}\" \"$@\"\n");
        await using var server = scene.Sandbox.StartWith("open-umask", "serve", scene.Sandbox.Config, scene.Sandbox.Project, "--no-open");
        await Eventually.TrueAsync("the server is up", async () => (await scene.Sandbox.CliAsync("task", "list")).ExitCode == 0);
        using var api = new ServerApi(Path.Combine(scene.Sandbox.StateOfProject, "server.sock"));
        var id = await api.StartTaskAsync("Private", "[[say: ok]]");
        await api.ClaudeIsAsync(id, "idle", "turn-ended");
        await api.PostAsync("login/codes");

        var entries = Directory.EnumerateFileSystemEntries(scene.Sandbox.StateOfProject, "*", SearchOption.AllDirectories).Append(scene.Sandbox.StateOfProject).ToList();
        Assert.Superset(Expected, entries.Select(path => Path.GetFileName(path)).ToHashSet());
        Assert.Contains(entries, path => Path.GetFileName(path).StartsWith("hooks-", StringComparison.Ordinal));
        var open = entries
            .Where(path => (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
            .Select(path => $"{File.GetUnixFileMode(path)} {path}");
        Assert.Empty(open);
        Assert.Equal(["README.md"], Directory.EnumerateFileSystemEntries(scene.Sandbox.Project).Select(Path.GetFileName));
        await AssertClosedToOthersAsync(scene.Sandbox, entries);
    });

    /// <summary>Another user finds every door closed, also where the way to it is open. Only root can try that.</summary>
    private static async Task AssertClosedToOthersAsync(Sandbox sandbox, List<string> entries)
    {
        if (!Place.IsRoot || !OperatingSystem.IsLinux()) { return; }

        const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        foreach (var folder in new[] { Path.GetDirectoryName(sandbox.Project)!, sandbox.State }) { File.SetUnixFileMode(folder, Passable); }
        File.SetUnixFileMode(Path.Combine(Path.GetDirectoryName(sandbox.Project)!, "chorus.toml"), Passable);
        var readable = await AsNobodyAsync(sandbox, "cat", sandbox.Config);
        Assert.True(readable.ExitCode == 0, $"Nothing at all can be read as nobody: {readable}");

        // First as it is, then as if the folders above were open: each file has to keep its own secret.
        Assert.Equal(entries.Count, Denied(await AsNobodyAsync(sandbox, "stat", [.. entries])));
        foreach (var folder in entries.Where(Directory.Exists).Append(Path.GetDirectoryName(sandbox.StateOfProject)!)) { File.SetUnixFileMode(folder, Passable); }
        var files = entries.Where(path => !Directory.Exists(path)).ToList();
        Assert.Equal(files.Count, Denied(await AsNobodyAsync(sandbox, "sh", ["-c", "for file; do if [ -S \"$file\" ]; then curl -sS --max-time 2 --unix-socket \"$file\" http://localhost/ 2>&1 | grep -q 'curl: (7)' && echo 'Permission denied' >&2; else cat \"$file\" >/dev/null; fi; done; exit 1", "sh", .. files])));
    }

    private static Task<Finished> AsNobodyAsync(Sandbox sandbox, string program, params IReadOnlyList<string> arguments) => LocalProcess.RunAsync(
        Place.Program("setpriv"), ["--reuid=65534", "--regid=65534", "--clear-groups", "--", program, .. arguments], "/", sandbox.Variables);

    private static int Denied(Finished finished)
    {
        Assert.NotEqual(0, finished.ExitCode);
        Assert.Equal("", finished.Output);
        return finished.Error.Split('\n').Count(line => line.Contains("Permission denied", StringComparison.Ordinal));
    }

    /// <summary>The token, the key files, and what was handed to the agents.</summary>
    private static List<string> Secrets(Scene scene)
    {
        var state = scene.Sandbox.StateOfProject;
        var files = new[] { Path.Combine(state, "token") }.Concat(Directory.Exists(Path.Combine(state, "keys")) ? Directory.GetFiles(Path.Combine(state, "keys")) : []);
        var inFiles = files.Where(File.Exists).Select(file => File.ReadAllText(file).Trim()).Where(text => text.Length is >= 16 and < 1000);
        var handedOver = scene.Sandbox.Processes()
            .SelectMany(RunningProcesses.EnvironmentOf)
            .Where(variable => variable.StartsWith("CHORUS_HOOK_TOKEN=", StringComparison.Ordinal))
            .Select(variable => variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var inHookFiles = HookFiles(scene)
            .SelectMany(File.ReadAllLines)
            .Where(line => line.Contains("Bearer ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', '"')[^2]);
        return [.. inFiles, .. handedOver, .. inHookFiles];
    }

    private static string[] HookFiles(Scene scene) => Directory.GetFiles(Path.Combine(scene.Sandbox.StateOfProject, "tasks"), "hooks-*.curl", SearchOption.AllDirectories);

    /// <summary>Every command line that any process of the scene had, until told to stop.</summary>
    private static async Task<HashSet<string>> WatchCommandLinesAsync(CancellationToken stop)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        do
        {
            foreach (var id in RunningProcesses.All()) { lines.Add(string.Join(' ', RunningProcesses.CommandLineOf(id))); }
            try { await timer.WaitForNextTickAsync(stop); }
            catch (OperationCanceledException) { }
        }
        while (!stop.IsCancellationRequested);

        return lines;
    }
}
