using System.Net;
using System.Net.Sockets;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Tmux;

namespace Chorus.Commands;

/// <summary>What a server needs of the machine: tmux, Claude Code and a free port. What is missing ends the start with the remedy.</summary>
internal static class RequiredPrograms
{
    public static async Task<string> TmuxAsync(CancellationToken cancellationToken)
    {
        const string Remedy = "Install it: apt install tmux, or brew install tmux.";
        var tmux = ProgramFinder.Find("tmux", Environment.GetEnvironmentVariable)
            ?? throw new CommandFailure(ExitCode.Failed, $"tmux was not found. {Remedy}");
        TmuxVersion version;
        try { version = await TmuxVersion.ReadAsync(tmux, cancellationToken); }
        catch (TmuxException failure) { throw new CommandFailure(ExitCode.Failed, $"{failure.Message}. {Remedy}"); }

        return !version.IsSupported
            ? throw new CommandFailure(ExitCode.Failed, $"tmux {version} is too old; Chorus needs {TmuxVersion.Minimum} or newer. {Remedy}")
            : tmux;
    }

    public static ClaudeProgram Claude(ChorusOptions options)
    {
        var path = ProgramFinder.Find(options.Claude.Command, Environment.GetEnvironmentVariable)
            ?? throw new CommandFailure(ExitCode.Failed, $"Claude Code ('{options.Claude.Command}') was not found. Install it: npm install -g @anthropic-ai/claude-code, or name it under [claude] command.");
        return new ClaudeProgram(path, ClaudeFolder.Locate(Environment.GetEnvironmentVariable));
    }

    /// <summary>The address to listen on. For port 0 the previous server's port is taken again when it is free, because open pages know it.</summary>
    public static IPEndPoint FreeEndpoint(ServerOptions server, int? previousPort)
    {
        var address = server.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(server.Host.Trim('[', ']'));
        if (server.Port == 0)
        {
            return new IPEndPoint(address, previousPort is { } port && IsFree(new IPEndPoint(address, port)) ? port : 0);
        }

        var endpoint = new IPEndPoint(address, server.Port);
        return IsFree(endpoint) ? endpoint : throw new CommandFailure(ExitCode.Failed, PortTaken(endpoint));
    }

    public static string PortTaken(IPEndPoint endpoint) => $"Port {endpoint.Port} on {endpoint.Address} is taken by another program. Name another one with --port or [server] port.";

    private static bool IsFree(IPEndPoint endpoint)
    {
        try
        {
            using var probe = new TcpListener(endpoint);
            probe.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException failure)
        {
            throw new CommandFailure(ExitCode.Failed, $"{endpoint} cannot be listened on: {failure.Message}");
        }
    }
}
