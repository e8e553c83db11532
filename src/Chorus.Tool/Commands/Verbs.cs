using System.CommandLine;
using System.Text.Json;
using Chorus.Configuration;

namespace Chorus.Commands;

/// <summary>One call of a verb that talks to the server.</summary>
internal sealed record VerbCall(CommandIO IO, ServerClient Server, StateFolder State, bool Json)
{
    /// <summary>Prints the server's JSON as it is, or as text for a reader.</summary>
    public Task PrintAsync(JsonElement answer, Func<JsonElement, string> asText) =>
        IO.Output.WriteAsync(Json ? answer.GetRawText() + "\n" : asText(answer));
}

/// <summary>Gives the verbs that talk to the server what they have in common: <c>--project</c>, <c>--json</c>, the connection, the failures.</summary>
internal sealed class Verbs(CommandIO io)
{
    public CommandIO IO { get; } = io;

    public Command With(Command command, Func<ParseResult, VerbCall, CancellationToken, Task<int>> run)
    {
        var project = new Option<string?>("--project") { Description = "Folder of the project; by default the current one or the nearest above it with a server." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Add(project);
        command.Add(json);
        command.SetAction((parsed, cancellationToken) => IO.RunAsync(async () =>
        {
            var state = ServerLocator.Find(Path.Combine(IO.Folder, parsed.GetValue(project) ?? "."), IO.Environment);
            using var server = new ServerClient(state.ServerSocket);
            return await run(parsed, new VerbCall(IO, server, state, parsed.GetValue(json)), cancellationToken);
        }));
        return command;
    }
}
