using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Web;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at the project's server: whether one holds the lock, and whether it answers.</summary>
internal static class ServerChecks
{
    private const string Subject = "server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<(bool IsLive, IReadOnlyList<Finding> Findings)> RunAsync(StateFolder state, TimeProvider clock, CancellationToken cancellationToken)
    {
        var answers = ServerLocator.Answers(state.ServerSocket);
        try
        {
            var holds = ServerLock.IsHeld(state.Lock);
            var finding = (answers, holds) switch
            {
                (true, _) => await AskAsync(state, holds, clock, cancellationToken),
                (false, true) => new(Grade.Warn, Subject, $"The server{Pid(state)} holds the lock, but does not answer: it is starting, stopping, or hangs.", $"Look again in a moment. If it stays so, end it{Pid(state)} and start anew: chorus serve"),
                _ => new(Grade.Ok, Subject, "none runs; start it with: chorus serve"),
            };
            return (answers || holds, [finding]);
        }
        catch (UnauthorizedAccessException failure)
        {
            return (answers, [new(Grade.Fail, Subject, failure.Message, $"Make {state.Root} belong to you.")]);
        }
    }

    private static async Task<Finding> AskAsync(StateFolder state, bool holds, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var client = new ServerClient(state.ServerSocket);
            var server = await client.GetAsync("server", limit.Token);
            var name = $"{server.Text("url")} (pid {server.Text("pid")})";
            if (!holds) { return new(Grade.Warn, Subject, $"{name} runs, but its lock is gone: a second server could start beside it.", "Stop it and start it again: chorus serve"); }

            var version = server.Text("version");
            return version == ServerEndpoints.Version
                ? new(Grade.Ok, Subject, $"{name} holds the lock")
                : new(Grade.Warn, Subject, $"{name} runs version {version}; this program is {ServerEndpoints.Version}.", "Stop it and start it again: chorus serve. The sessions live on.");
        }
        catch (CommandFailure failure) { return Silent(state, failure.Message); }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested) { return Silent(state, $"no answer within {Patience.TotalSeconds} s"); }
    }

    private static Finding Silent(StateFolder state, string why) =>
        new(Grade.Fail, Subject, $"The server{Pid(state)} takes connections, but does not work: {why}", $"End it{Pid(state)} and start it again: chorus serve. The sessions live on.");

    /// <summary>The process the last server wrote down, if it lives; a server that just starts has not yet.</summary>
    private static string Pid(StateFolder state) => RecordedServer.Read(state) is { } server && Liveness.IsAlive(server.Pid) ? $" (pid {server.Pid})" : "";
}
