using System.CommandLine;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus demo</c>: the real server on a temporary project, with a scripted agent in Claude Code's place.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private static readonly (string Title, string Mode, string Brief)[] Tasks =
    [
        ("Count the notes", "manual", "A task that asks for permission before it runs a command.\n\n[[busy: 1]] [[bash: wc -w README.md | tee count.txt]] [[say: Counted. See count.txt.]]"),
        ("Choose a key", "manual", "A task that asks a question and goes on with the answer.\n\n[[busy: 3]] [[ask: In which key shall the melody be? | C major, bright and plain | A minor, the same notes in the shade]] [[say: The key is chosen.]]"),
        ("Describe the melody", "plan", "A task that shows its plan first, and then its edit.\n\n[[busy: 5]] [[plan: # Describe the melody\\n\\n1. Say in README.md that the project grows\\n2. Leave the rest as it is]] [[edit: README.md | A small project | A small, growing project]] [[say: README.md says it now.]]"),
    ];

    public static Command Create(CommandIO io, Func<ServeArguments, CancellationToken, Task<int>> serve)
    {
        var noOpen = new Option<bool>("--no-open") { Description = "Print the login address instead of opening the browser." };
        var command = new Command("demo", "See Chorus work within a minute: a temporary project and a scripted agent, no account needed.") { noOpen };
        command.SetAction((parsed, cancellationToken) => io.RunAsync(() => RunAsync(io, serve, parsed.GetValue(noOpen), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandIO io, Func<ServeArguments, CancellationToken, Task<int>> serve, bool noOpen, CancellationToken cancellationToken)
    {
        await using var folder = new DemoFolder();
        // The server and the tmux server it starts take these from the process.
        foreach (var (name, value) in folder.Variables) { Environment.SetEnvironmentVariable(name, value); }
        await folder.FillAsync(cancellationToken);
        await io.Output.WriteLineAsync("A demo: the agents are scripted, no model is asked. Ctrl-C ends it and removes everything.");

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = serve(new ServeArguments(folder.Config, folder.Project, Host: null, Port: null, NoOpen: true), ending.Token);
        try { await PlayAsync(io, folder, serving, noOpen, ending.Token); }
        catch (OperationCanceledException) { } // Ctrl-C while the server was coming up.
        catch (CommandFailure)
        {
            await ending.CancelAsync();
            await serving;
            throw;
        }

        return await serving;
    }

    private static async Task PlayAsync(CommandIO io, DemoFolder folder, Task<int> serving, bool noOpen, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookAgain);
        while (!ServerLocator.Answers(folder.State.ServerSocket))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            // It ended before it answered, and has said why.
            if (serving.IsCompleted) { return; }
        }

        using var server = new ServerClient(folder.State.ServerSocket);
        foreach (var (title, mode, brief) in Tasks)
        {
            await server.SendAsync(HttpMethod.Post, "tasks", new JsonObject { ["title"] = title, ["brief"] = brief, ["permissionMode"] = mode, ["start"] = true }, cancellationToken);
        }

        var code = await server.SendAsync(HttpMethod.Post, "login/codes", null, cancellationToken);
        await OpenCommand.OpenAsync(io, folder.State, code.Text("url"), noOpen, cancellationToken);
    }
}
