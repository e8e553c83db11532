using System.Collections;
using System.Globalization;
using Chorus.Processes;
using Chorus.Tmux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chorus.Tests.Tmux;

/// <summary>A real tmux server of its own in a folder of its own; nothing of it is left afterwards.</summary>
public sealed class TmuxFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HashSet<int> servers = [];

    public TmuxFixture() => Server = NewServer();

    public string Folder { get; } = Directory.CreateTempSubdirectory("chorus-tmux-").FullName;

    public string Socket => Path.Combine(Folder, "tmux.sock");

    public TmuxServer Server { get; }

    public CancellationToken Cancellation { get; } = CancellationToken.None;

    public TmuxServer NewServer(string program = "tmux") =>
        new(Socket, Path.Combine(Folder, "tmux.conf"), program, TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task StartAsync()
    {
        try
        {
            await Server.StartAsync(Cancellation);
        }
        catch
        {
            // xunit does not dispose what failed to initialize.
            if (File.Exists(Socket)) { await TmuxAsync("kill-server"); }
            throw;
        }
        servers.Add(Server.Generation!.Pid);
    }

    public async Task DisposeAsync()
    {
        if (Server.Generation is { } last) { servers.Add(last.Pid); }
        await Server.DisposeAsync();
        foreach (var pid in servers.Where(pid => ServerProcess.IsAlive(pid, Socket))) { await SignalAsync(pid, "KILL"); }
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A session that runs a shell script; its arguments are <c>$1</c> and so on.</summary>
    public Task<TmuxPane> ScriptAsync(string name, string script, params string[] arguments) =>
        Server.NewSessionAsync(new NewSession(name, Folder, ["sh", "-c", script, "sh", .. arguments], "project", "7"), Cancellation);

    /// <summary>A session whose program writes every byte it is sent into a file.</summary>
    public async Task<(TmuxPane Pane, string File)> RecorderAsync(string name, string greeting = "")
    {
        var file = Path.Combine(Folder, name + ".bytes");
        var pane = await ScriptAsync(name, "stty raw -echo; printf \"$2ready\"; exec cat > \"$1\"", file, greeting);
        await UntilAsync(async () => (await Server.CaptureAsync(pane.PaneId, colours: false, 0, Cancellation)).Contains("ready", StringComparison.Ordinal));
        return (pane, file);
    }

    public async Task<TmuxPane> PaneAsync(string session) =>
        (await Server.ListAsync(Cancellation)).Panes.Single(pane => pane.SessionName == session);

    /// <summary>What the user would do with tmux from a terminal.</summary>
    public async Task<string> TmuxAsync(params string[] arguments) =>
        (await ProcessRunner.RunAsync(
            new ProcessRequest("tmux", ["-u", "-S", Socket, .. arguments])
            {
                Environment = TmuxEnvironment.Removals((IDictionary)Environment.GetEnvironmentVariables()),
            },
            Cancellation)).Output;

    public Task SignalAsync(int pid, string signal) =>
        ProcessRunner.RunAsync(
            new ProcessRequest("/bin/sh", ["-c", "kill -\"$1\" \"$2\"", "sh", signal, pid.ToString(CultureInfo.InvariantCulture)]), Cancellation);

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition()) { await timer.WaitForNextTickAsync(limit.Token); }
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
