using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus permission ...</c>: the requests that wait for a human, and the decisions.</summary>
internal static class PermissionCommands
{
    public static Command Create(Verbs verbs) => new("permission", "See and decide permission requests.")
    {
        List(verbs),
        Decide(verbs, "allow", "Allow a request once."),
        Decide(verbs, "deny", "Deny a request; the agent reads the message and goes on."),
    };

    private static Command List(Verbs verbs)
    {
        var all = new Option<bool>("--all") { Description = "Decided ones, too." };
        return verbs.With(new Command("list", "List the open requests.") { all }, async (parsed, call, cancellationToken) =>
        {
            var path = parsed.GetValue(all) ? "permissions" : "permissions?status=open";
            await call.PrintAsync(await call.Server.GetAsync(path, cancellationToken), TaskText.Permissions);
            return ExitCode.Done;
        });
    }

    private static Command Decide(Verbs verbs, string decision, string description)
    {
        var id = new Argument<string>("id") { Description = "Id of the request; its first letters are enough if they are unique." };
        var message = new Option<string?>("--message") { Description = "What the agent is told with a denial." };
        var command = new Command(decision, description) { id };
        if (decision == "deny") { command.Add(message); }
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var request = Find(await call.Server.GetAsync("permissions", cancellationToken), parsed.GetRequiredValue(id));
            // The hash binds the decision to what the server shows under this id now.
            var body = new JsonObject { ["hash"] = request.Text("hash"), ["decision"] = decision, ["message"] = decision == "deny" ? parsed.GetValue(message) : null, ["interrupt"] = false };
            var path = $"permissions/{Uri.EscapeDataString(request.Text("id"))}/decision";
            var answer = await call.Server.SendAsync(HttpMethod.Post, path, body, cancellationToken);
            if (call.Json && answer.ValueKind is not JsonValueKind.Undefined) { await call.PrintAsync(answer, _ => ""); }
            return ExitCode.Done;
        });
    }

    private static JsonElement Find(JsonElement requests, string id)
    {
        var matches = requests.Items().Where(request => request.Text("id") == id).ToList();
        if (matches.Count == 0) { matches = [.. requests.Items().Where(request => id.Length >= 4 && request.Text("id").StartsWith(id, StringComparison.Ordinal))]; }
        return matches switch
        {
            [var request] => request,
            [] => throw new CommandFailure(ExitCode.Failed, $"There is no permission request {id}. chorus permission list shows the open ones."),
            _ => throw new CommandFailure(ExitCode.Failed, $"Several permission requests begin with {id}. Give more letters."),
        };
    }
}
