using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>A real <c>chorus serve</c> in a sandbox, which can be killed, stopped and started again.</summary>
internal sealed class ChorusServer(Sandbox sandbox) : IAsyncDisposable
{
    private readonly StringBuilder earlier = new();
    private LocalProcess? process;
    private ServerApi? api;

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public int Id => process?.Id ?? throw new InvalidOperationException("The server was not started.");

    public ServerApi Api => api ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Everything the server printed, over all its starts.</summary>
    public string Log => $"{earlier}{process?.Output}{process?.Error}";

    /// <summary>Starts it and waits until it has written where it listens.</summary>
    public async Task StartAsync()
    {
        Remember();
        process = sandbox.Start("serve", sandbox.Config, sandbox.Project, "--no-open");
        var started = await Eventually.FindAsync("the server has written server.json", FindServerJsonAsync, seen: () => Log);
        Url = new Uri(started);
        api?.Dispose();
        api = new ServerApi(Path.Combine(sandbox.StateOfProject, "server.sock"));
        await Eventually.TrueAsync("the server answers", AnswersAsync);
    }

    /// <summary>Ends it without a warning, as a crash or the out-of-memory killer would.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.FinishedAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Asks it to stop; its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan within)
    {
        process!.Signal(PosixSignal.SIGTERM);
        return (await process.FinishedAsync(within)).ExitCode;
    }

    /// <summary>An address that logs one browser in.</summary>
    public async Task<string> LoginUrlAsync() => (await Api.PostAsync("login/codes")).GetProperty("url").GetString()!;

    /// <summary>What to read when a test failed: the server's words, and what every session shows.</summary>
    public async Task<string> ReportAsync()
    {
        var report = new StringBuilder($"--- server\n{Log}\n");
        if (!Directory.Exists(Path.Combine(sandbox.State, "chorus"))) { return report.ToString(); }
        foreach (var log in Directory.GetFiles(Path.Combine(sandbox.StateOfProject, "logs"))) { report.AppendLine($"--- {log}\n{await File.ReadAllTextAsync(log)}"); }
        if (process is { HasExited: false } && api is not null)
        {
            foreach (var task in (await api.GetAsync("tasks")).EnumerateArray())
            {
                report.AppendLine($"--- task {task.GetProperty("id")}\n{task}");
                foreach (var one in (await api.GetAsync($"tasks/{task.GetProperty("id")}/events")).EnumerateArray()) { report.AppendLine(one.GetRawText()); }
            }
        }

        var panes = await sandbox.TmuxAsync("list-panes", "-a", "-F", "#{pane_id} #{session_name} pid=#{pane_pid} dead=#{pane_dead} status=#{pane_dead_status} signal=#{pane_dead_signal}");
        report.AppendLine($"--- tmux panes\n{panes.Output}{panes.Error}");
        foreach (var pane in panes.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]))
        {
            var screen = await sandbox.TmuxAsync("capture-pane", "-p", "-t", pane);
            report.AppendLine($"--- screen of {pane}\n{screen.Output.TrimEnd()}");
        }

        return report.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        api?.Dispose();
        if (process is not null) { await process.DisposeAsync(); }
    }

    /// <summary>A port that is free now; a server with a port of its own can be started again under the same address.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string?> FindServerJsonAsync()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"chorus serve ended: {await process.FinishedAsync(TimeSpan.FromSeconds(5))}");
        }

        var files = Directory.Exists(sandbox.State) ? Directory.GetFiles(sandbox.State, "server.json", SearchOption.AllDirectories) : [];
        return files.Select(file => JsonElement.Parse(File.ReadAllText(file)))
            .Where(server => server.GetProperty("pid").GetInt32() == process.Id)
            .Select(server => server.GetProperty("url").GetString())
            .FirstOrDefault();
    }

    private async Task<bool> AnswersAsync()
    {
        try { return (await Api.GetAsync("server")).GetProperty("pid").GetInt32() == Id; }
        catch (HttpRequestException) { return false; }
    }

    private void Remember()
    {
        if (process is not null) { earlier.Append(process.Output).Append(process.Error); }
    }
}
