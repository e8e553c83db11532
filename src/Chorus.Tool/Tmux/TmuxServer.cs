using System.Collections;
using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Tmux;

/// <summary>A project's own tmux server: starts it, keeps one connection to it, and tells a lost server from a lost connection.</summary>
public sealed partial class TmuxServer(string socketPath, string configPath, string program, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>Where the connection itself is attached; never a task's session.</summary>
    private const string HomeSession = "_chorus";

    // After kill -9 the connection ends a little before the process does.
    private static readonly TimeSpan TimeToDie = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TimeForSocket = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim connecting = new(1, 1);
    private readonly ReconnectDelay delay = new(clock);
    private readonly ServerRecord record = new(socketPath + ".server");
    private readonly IReadOnlyDictionary<string, string?> environment =
        TmuxEnvironment.Removals((IDictionary)Environment.GetEnvironmentVariables());

    private volatile ControlConnection? connection;
    private volatile ServerGeneration? generation;
    private volatile bool lost;
    private bool disposed;

    /// <summary>Something happened that makes a look at the panes worthwhile. Raised on the reading loop: hand over, do not work.</summary>
    public event Action? Disturbed;

    /// <summary>The life of the server that ids belong to; null before the first start.</summary>
    public ServerGeneration? Generation => generation;

    /// <summary>Starts the server or adopts the running one, and connects. After a loss this, and only this, starts a new one.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await connecting.WaitAsync(cancellationToken);
        try
        {
            if (connection is { IsOpen: true }) { return; }

            await delay.WaitAsync(cancellationToken);
            await CheckVersionAsync(cancellationToken);
            var terminal = TmuxConfiguration.DefaultTerminal(Environment.GetEnvironmentVariable);
            StateFolder.WritePrivate(configPath, TmuxConfiguration.Text(terminal));
            var known = record.Read() is { } recorded && IsAlive(recorded) ? recorded : null;
            if (known is null) { await LaunchAsync(cancellationToken); }
            else { await EnsureSocketAsync(known, cancellationToken); }

            var opened = await OpenAsync(known, cancellationToken);
            await AdoptAsync(opened, terminal, cancellationToken);
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <summary>Ends the server with all its sessions, and waits until its process is gone: a new one could not start before.</summary>
    public async Task KillServerAsync(CancellationToken cancellationToken)
    {
        if (generation is not { } current) { return; }

        lost = true;
        try
        {
            if (connection is { IsOpen: true } open) { await open.SendAsync("kill-server", cancellationToken); }
            else { await ProcessRunner.RunAsync(Request("kill-server"), cancellationToken); }
        }
        catch (Exception failure) when (failure is ControlClosedException or ProcessFailedException)
        {
            // That is how the connection ends; and who is gone already cannot be asked.
        }
        if (!await ServerProcess.WaitUntilAsync(() => !IsAlive(current), TimeForSocket, clock, cancellationToken))
        {
            throw new TmuxException("kill-server", $"the server with process id {current.Pid} still runs");
        }
        record.Delete();
    }

    /// <summary>Leaves the server; the sessions live on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) { return; }

        await connecting.WaitAsync();
        if (connection is { } open) { await open.DisposeAsync(); }
        connecting.Dispose();
    }

    private async Task AdoptAsync(ControlConnection opened, string terminal, CancellationToken cancellationToken)
    {
        try
        {
            // The server may have been configured by an older Chorus.
            await RunAsync(opened, "source-file", TmuxSyntax.Sequence(TmuxConfiguration.Commands(terminal)), cancellationToken);
            var current = await AskGenerationAsync(opened, cancellationToken);
            record.Write(current);
            generation = current;
            lost = false;
            connection = opened;
            LogConnected(current.Pid, current.Version);
        }
        finally
        {
            if (connection != opened) { await opened.DisposeAsync(); }
        }
    }

    private async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var version = await TmuxVersion.ReadAsync(program, cancellationToken);
        if (!version.IsSupported) { throw new TmuxException("-V", $"version {version} is too old, Chorus needs {TmuxVersion.Minimum} or newer"); }
    }

    /// <summary>A command of its own without anything of value: the server shows it to every user of the machine, for life.</summary>
    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ProcessRunner.RunAsync(Request("start-server"), cancellationToken);
        }
        catch (ProcessFailedException failure)
        {
            delay.Failed();
            throw new TmuxException("start-server", failure.Message);
        }
    }

    /// <summary>A second server on the same path would hide the first one's sessions for ever.</summary>
    private async Task EnsureSocketAsync(ServerGeneration known, CancellationToken cancellationToken)
    {
        if (File.Exists(socketPath)) { return; }

        LogSocketMissing(known.Pid);
        ServerProcess.AskForSocket(known.Pid);
        if (!await ServerProcess.WaitUntilAsync(() => File.Exists(socketPath), TimeForSocket, clock, cancellationToken))
        {
            throw new TmuxException("attach", $"the server with process id {known.Pid} lives, but its socket {socketPath} is gone and it does not make it again");
        }
    }

    private async Task<ControlConnection> OpenAsync(ServerGeneration? known, CancellationToken cancellationToken)
    {
        var home = Request(
            "-N", "-C", "new-session", "-A", "-s", HomeSession, "-f", "no-output,ignore-size", "--", "tail", "-f", "/dev/null");
        try
        {
            var opened = await ControlConnection.OpenAsync(home, clock, Notified, cancellationToken);
            delay.Connected();
            _ = WatchAsync(opened);
            return opened;
        }
        catch (ControlClosedException failure)
        {
            delay.Failed();
            var words = known is not null && IsAlive(known) ? await ExplainAsync(known, failure.Message, cancellationToken) : failure.Message;
            throw new TmuxException("attach", words);
        }
    }

    /// <summary>A client of another version sees "server exited unexpectedly" although the server lives and keeps its sessions.</summary>
    private async Task<string> ExplainAsync(ServerGeneration known, string words, CancellationToken cancellationToken)
    {
        var client = await TmuxVersion.ReadAsync(program, cancellationToken);
        return TmuxVersion.TryParse(known.Version, out var server) && server != client
            ? $"{words}. The server with process id {known.Pid} lives and is version {known.Version}, but {program} is {client}: use the same version again"
            : $"{words}. The server with process id {known.Pid} lives, but cannot be reached";
    }

    private async Task WatchAsync(ControlConnection opened)
    {
        LogDisconnected(await opened.Closed);
        delay.Ended();
        Disturbed?.Invoke();
        await opened.DisposeAsync();
    }

    private async Task<ControlConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (connection is { IsOpen: true } open) { return open; }

        await connecting.WaitAsync(cancellationToken);
        try
        {
            if (connection is { IsOpen: true } reopened) { return reopened; }
            if (generation is not { } known) { throw new TmuxException("attach", "the server was not started"); }
            if (lost) { throw new TmuxServerLostException(known); }
            if (!IsAlive(known)) { throw Lose(known); }

            delay.ThrowIfTooEarly();
            return await ReconnectAsync(known, cancellationToken);
        }
        finally
        {
            connecting.Release();
        }
    }

    private async Task<ControlConnection> ReconnectAsync(ServerGeneration known, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureSocketAsync(known, cancellationToken);
            var opened = await OpenAsync(known, cancellationToken);
            try
            {
                if (!known.IsSameAs(await AskGenerationAsync(opened, cancellationToken))) { throw Lose(known); }

                connection = opened;
                LogConnected(known.Pid, known.Version);
                return opened;
            }
            finally
            {
                if (connection != opened) { await opened.DisposeAsync(); }
            }
        }
        catch (TmuxException) when (!lost && !IsAlive(known))
        {
            throw Lose(known);
        }
    }

    private TmuxServerLostException Lose(ServerGeneration known)
    {
        lost = true;
        LogLost(known.Pid);
        return new TmuxServerLostException(known);
    }

    private async Task<IReadOnlyList<ControlBlock>> RunAsync(string what, string commands, CancellationToken cancellationToken) =>
        await RunAsync(await ConnectedAsync(cancellationToken), what, commands, cancellationToken);

    private async Task<IReadOnlyList<ControlBlock>> RunAsync(
        ControlConnection open, string what, string commands, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await open.SendAsync(commands, cancellationToken);
            return reply.Blocks.FirstOrDefault(block => block.Failed) is { } failed
                ? throw new TmuxException(what, string.Join(' ', failed.Lines))
                : reply.Blocks;
        }
        catch (ControlClosedException failure)
        {
            if (generation is { } known && !lost
                && await ServerProcess.WaitUntilAsync(() => !IsAlive(known), TimeToDie, clock, cancellationToken))
            {
                throw Lose(known);
            }
            throw new TmuxException(what, failure.Message);
        }
    }

    private async Task<ServerGeneration> AskGenerationAsync(ControlConnection open, CancellationToken cancellationToken)
    {
        var blocks = await RunAsync(
            open, "display-message", TmuxSyntax.Command("display-message", "-p", GenerationFormat), cancellationToken);
        return blocks is [{ Lines: [var line] }] && ServerRecord.Parse(line) is { } answer
            ? answer
            : throw new TmuxException("display-message", "the server did not say who it is");
    }

    private void Notified(string line)
    {
        if (!line.StartsWith("%message", StringComparison.Ordinal)) { Disturbed?.Invoke(); }
    }

    private bool IsAlive(ServerGeneration known) => ServerProcess.IsAlive(known.Pid, socketPath);

    private ProcessRequest Request(params IEnumerable<string> arguments) =>
        new(program, ["-u", "-S", socketPath, "-f", configPath, .. arguments]) { Environment = environment };

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the tmux server {Pid}, version {Version}")]
    private partial void LogConnected(int pid, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to tmux ended: {Words}")]
    private partial void LogDisconnected(string words);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tmux server {Pid} is gone, and all its sessions with it")]
    private partial void LogLost(int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The socket of the tmux server {Pid} is gone; asking for a new one")]
    private partial void LogSocketMissing(int pid);
}
