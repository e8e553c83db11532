using System.CommandLine;
using System.Text.Json;
using Chorus.Configuration;

namespace Chorus.Commands;

/// <summary>One call of a verb that talks to the server.</summary>
internal sealed record VerbCall(CommandIO IO, ServerClient Server, StateFolder State, bool Json)
{
    public DateTimeOffset Now => IO.Clock.GetUtcNow();

    /// <summary>Prints the server's JSON as it is, or as text for a reader.</summary>
    public Task PrintAsync(JsonElement answer, Func<JsonElement, string> asText) =>
        IO.Output.WriteAsync(Json && answer.ValueKind is not JsonValueKind.Undefined ? answer.GetRawText() + "\n" : asText(answer));

    /// <summary>A refusal of something that wants a choice, after printing what there is to choose from.</summary>
    public async Task<CommandFailure> RefuseAsync(string line, JsonElement choices, Func<JsonElement, string> asText)
    {
        await PrintAsync(choices, asText);
        return new CommandFailure(ExitCode.Failed, line);
    }

    /// <summary>Of a verb that acts, a reader is told only what did not work.</summary>
    public Task PrintIfJsonAsync(JsonElement answer) => PrintAsync(answer, _ => "");
}

/// <summary>Gives the verbs that talk to the server what they have in common: <c>--project</c>, <c>--json</c>, the connection, the failures.</summary>
internal sealed class Verbs(CommandIO io)
{
    public CommandIO IO { get; } = io;

    /// <summary>A verb that has something to print as JSON.</summary>
    public Command With(Command command, Func<ParseResult, VerbCall, CancellationToken, Task<int>> run)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Add(json);
        return Plain(command, (parsed, call, cancellationToken) => run(parsed, call with { Json = parsed.GetValue(json) }, cancellationToken));
    }

    /// <summary>A verb that has not.</summary>
    public Command Plain(Command command, Func<ParseResult, VerbCall, CancellationToken, Task<int>> run)
    {
        var project = new Option<string?>("--project") { Description = "Folder of the project; by default the current one or the nearest above it with a server." };
        command.Add(project);
        command.SetAction((parsed, cancellationToken) => IO.RunAsync(async () =>
        {
            var state = ServerLocator.Find(Path.Combine(IO.Folder, parsed.GetValue(project) ?? "."), IO.Environment);
            using var server = new ServerClient(state.ServerSocket);
            return await run(parsed, new VerbCall(IO, server, state, Json: false), cancellationToken);
        }));
        return command;
    }
}
