using System.CommandLine;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus demo</c>: the real server on a temporary project, with a scripted agent in Claude Code's place.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private static readonly (string Title, string Brief)[] Tasks =
    [
        ("Write the changelog", "A task that works and finishes.\n\n[[busy: 6]] [[say: The changelog is written: three notes, newest first.]]"),
        ("Count the notes", "A task that asks for permission before it runs a command.\n\n[[busy: 3]] [[bash: wc -w README.md | tee count.txt]] [[say: Counted. See count.txt.]]"),
        ("Choose a key", "A task that ends its turn with a question.\n\n[[busy: 4]] [[say: I can write the melody in C major or in A minor. Which one do you want?]]"),
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
        foreach (var (title, brief) in Tasks)
        {
            await server.SendAsync(HttpMethod.Post, "tasks", new JsonObject { ["title"] = title, ["brief"] = brief, ["start"] = true }, cancellationToken);
        }

        var code = await server.SendAsync(HttpMethod.Post, "login/codes", null, cancellationToken);
        await OpenCommand.OpenAsync(io, folder.State, code.Text("url"), noOpen, cancellationToken);
    }
}
