using System.CommandLine;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus permission ...</c>: the requests that wait for a human, and the decisions.</summary>
internal static class PermissionCommands
{
    public static Command Create(Verbs verbs) => new("permission", "See and decide permission requests.")
    {
        List(verbs),
        Show(verbs),
        AllowCommand.Create(verbs),
        Deny(verbs),
    };

    private static Command List(Verbs verbs)
    {
        var all = new Option<bool>("--all") { Description = "The decided ones, too." };
        return verbs.With(new Command("list", "List the open requests, one line each.") { all }, async (parsed, call, cancellationToken) =>
        {
            var path = parsed.GetValue(all) ? "permissions" : "permissions?status=open";
            await call.PrintAsync(await call.Server.GetAsync(path, cancellationToken), requests => PermissionText.Table(requests, call.Now));
            return ExitCode.Done;
        });
    }

    private static Command Show(Verbs verbs)
    {
        var id = PermissionRequests.Id();
        return verbs.With(new Command("show", "Show everything a request is about, letter by letter, and what became of it.") { id }, async (parsed, call, cancellationToken) =>
        {
            await PermissionRequests.PrintWholeAsync(call, await PermissionRequests.FindAsync(call, parsed.GetRequiredValue(id), cancellationToken), cancellationToken);
            return ExitCode.Done;
        });
    }

    private static Command Deny(Verbs verbs)
    {
        var id = PermissionRequests.Id();
        var message = new Option<string?>("--message") { Description = "What the agent is told with the denial; - reads it from stdin." };
        var stop = new Option<bool>("--stop") { Description = "End the agent's turn, too; it goes on when you write to it." };
        return verbs.With(new Command("deny", "Deny a request; the agent reads the message and goes on.") { id, message, stop }, async (parsed, call, cancellationToken) =>
        {
            var request = await PermissionRequests.FindAsync(call, parsed.GetRequiredValue(id), cancellationToken);
            var words = parsed.GetValue(message) is { } text ? await call.IO.TextAsync(text, cancellationToken) : null;
            var details = new JsonObject { ["message"] = words, ["interrupt"] = parsed.GetValue(stop) };
            await call.PrintIfJsonAsync(await PermissionRequests.DecideAsync(call, request, "deny", details, cancellationToken));
            return ExitCode.Done;
        });
    }
}
