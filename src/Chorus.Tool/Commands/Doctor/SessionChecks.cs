using System.Collections;
using System.Globalization;
using Chorus.Configuration;
using Chorus.Events;
using Chorus.Processes;
using Chorus.Tasks;
using Chorus.Tmux;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at the project's tmux server, if one runs: whether it can be reached, and whether all its sessions still belong to somebody.</summary>
internal static class SessionChecks
{
    private const string Subject = "sessions";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="state">Of the project.</param>
    /// <param name="tasks">Where each task stands; null when nothing says so.</param>
    /// <param name="environment">Where tmux is looked up.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        StateFolder state, IReadOnlyDictionary<TaskId, TaskState>? tasks, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        // That tmux is missing has been said.
        if (ProgramFinder.Find("tmux", environment) is not { } tmux) { return []; }

        var server = new ServerRecord(state.TmuxSocket + ".server").Read() is { } recorded && ServerProcess.IsAlive(recorded.Pid, state.TmuxSocket) ? recorded : null;
        if (!File.Exists(state.TmuxSocket))
        {
            return [server is null ? NoServer : new(Grade.Warn, Subject, $"The tmux server {server.Pid} lives, but its socket {state.TmuxSocket} is gone.", string.Create(CultureInfo.InvariantCulture, $"chorus serve makes it again, and so does: kill -USR1 {server.Pid}"))];
        }

        try
        {
            // list-panes never starts a server.
            var listed = await ProcessRunner.RunAsync(Request(tmux, state, "list-panes", "-a", "-F", TmuxPane.Format), cancellationToken);
            return [Judge(state, tasks, [.. listed.Output.Split('\n').Select(Pane).OfType<TmuxPane>().Where(pane => pane.Project == state.Root).DistinctBy(pane => pane.SessionId)])];
        }
        catch (ProcessFailedException failure)
        {
            return [server is null ? NoServer : new(Grade.Fail, Subject, $"The tmux server {server.Pid} lives, but cannot be reached: {failure.Message}", $"It is version {server.Version}; use the same tmux again.")];
        }
    }

    private static Finding NoServer => new(Grade.Ok, Subject, "no tmux server runs; chorus serve starts it");

    private static Finding Judge(StateFolder state, IReadOnlyDictionary<TaskId, TaskState>? tasks, IReadOnlyList<TmuxPane> sessions)
    {
        if (tasks is null && sessions.Count > 0)
        {
            return new(Grade.Warn, Subject, $"{sessions.Count} in the tmux server, and no database that says what they work on.", "Mend the database, or name the configuration of the server: --config FILE");
        }

        var orphans = sessions.Select(pane => (Name: pane.SessionName, Why: Lost(pane.Task, tasks!))).Where(orphan => orphan.Why is not null).ToList();
        return orphans is [var first, ..]
            ? new(Grade.Warn, Subject, $"Nobody looks after {string.Join(", ", orphans.Select(orphan => $"{orphan.Name} ({orphan.Why})"))}.", $"Look at one: {Typed(state, "attach", first.Name)}. End it: {Typed(state, "kill-session", first.Name)}")
            : new(Grade.Ok, Subject, $"{sessions.Count} in the tmux server");
    }

    /// <summary>Why no task looks after a session, or null when one does.</summary>
    private static string? Lost(string? tag, IReadOnlyDictionary<TaskId, TaskState> tasks)
    {
        if (!TaskId.TryParse(tag, CultureInfo.InvariantCulture, out var id) || !tasks.TryGetValue(id, out var stands)) { return $"there is no task {tag}"; }
        return stands is TaskState.Completed or TaskState.Failed ? $"task {id} is {Words.Of(stands)}" : null;
    }

    private static TmuxPane? Pane(string row) => TmuxPane.TryParse(row, out var pane) ? pane : null;

    private static string Typed(StateFolder state, string command, string session) => Processes.CommandLine.For(new ProcessRequest("tmux", ["-S", state.TmuxSocket, command, "-t", $"={session}"]));

    private static ProcessRequest Request(string tmux, StateFolder state, params IReadOnlyList<string> arguments) => new(tmux, ["-u", "-S", state.TmuxSocket, .. arguments])
    {
        Environment = TmuxEnvironment.Removals((IDictionary)Environment.GetEnvironmentVariables()),
        Timeout = Patience,
    };
}
