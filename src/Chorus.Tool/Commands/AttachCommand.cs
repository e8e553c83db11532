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
            if (task.Field("session").Text("name") is not { Length: > 0 } session)
            {
                throw new CommandFailure(ExitCode.Failed, $"Task {number} has no session. Start it with: chorus task start {number}");
            }

            var tmux = ProgramFinder.Find("tmux", call.IO.Environment) ?? throw new CommandFailure(ExitCode.Failed, "tmux is not installed. chorus doctor says how to get it.");
            return await TerminalProcess.RunAsync(Request(tmux, call.State.TmuxSocket, session), cancellationToken);
        });
    }

    // `=` asks for exactly this name. Inside another tmux the client refuses to start as long as TMUX is set.
    internal static ProcessRequest Request(string tmux, string socket, string session) =>
        new(tmux, ["-u", "-S", socket, "attach", "-t", $"={session}"])
        {
            Environment = new Dictionary<string, string?> { ["TMUX"] = null, ["TMUX_PANE"] = null },
        };
}
