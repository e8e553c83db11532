using System.CommandLine;
using System.Globalization;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus attach ID</c>: the task's session in this terminal.</summary>
internal static class AttachCommand
{
    public static Command Create(Verbs verbs)
    {
        var id = Numbers.Task();
        return verbs.Plain(new Command("attach", "Open the task's tmux session in this terminal (detach: prefix, then d).") { id }, async (parsed, call, cancellationToken) =>
        {
            var number = parsed.GetRequiredValue(id).ToString(CultureInfo.InvariantCulture);
            var task = await call.Server.GetAsync($"tasks/{number}", cancellationToken);
            if (task.Text("state") is not "running" and var state)
            {
                throw new CommandFailure(ExitCode.Failed, $"Task {number} is {state} and has no session. {(state == "pending" ? $"Start it with: chorus task start {number}" : $"Read about it with: chorus task show {number}")}");
            }

            var session = task.Field("session").Text("name");
            var tmux = ProgramFinder.Find("tmux", call.IO.Environment) ?? throw new CommandFailure(ExitCode.Failed, "tmux is not installed. chorus doctor says how to get it.");
            var found = await ProcessRunner.RunAsync(Request(tmux, call.State.TmuxSocket, "has-session", session) with { AnyExitCode = true }, cancellationToken);
            return found.ExitCode == 0
                ? await TerminalProcess.RunAsync(Request(tmux, call.State.TmuxSocket, "attach", session), cancellationToken)
                : throw new CommandFailure(ExitCode.Failed, $"The session of task {number} is gone. Resume its conversation with: chorus task restart {number}");
        });
    }

    // `=` asks for exactly this name. Inside another tmux the client refuses to start as long as TMUX is set.
    internal static ProcessRequest Request(string tmux, string socket, string command, string session) =>
        new(tmux, ["-u", "-S", socket, command, "-t", $"={session}"])
        {
            Environment = new Dictionary<string, string?> { ["TMUX"] = null, ["TMUX_PANE"] = null },
        };
}
