using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus permission ...</c>: the requests that wait for a human, and the decisions.</summary>
internal static class PermissionCommands
{
    private const int ShortestPrefix = 4;

    public static Command Create(Verbs verbs) => new("permission", "See and decide permission requests.")
    {
        List(verbs),
        Show(verbs),
        Allow(verbs),
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
        var id = Id();
        return verbs.With(new Command("show", "Show everything a request is about, letter by letter.") { id }, async (parsed, call, cancellationToken) =>
        {
            await PrintWholeAsync(call, await FindAsync(call, parsed.GetRequiredValue(id), cancellationToken), cancellationToken);
            return ExitCode.Done;
        });
    }

    private static Command Allow(Verbs verbs)
    {
        var id = Id();
        var anyway = new Option<bool>("--anyway") { Description = "Also when its text does not say what it seems to say." };
        return verbs.With(new Command("allow", "Allow a request once, and show what was allowed.") { id, anyway }, async (parsed, call, cancellationToken) =>
        {
            var request = await FindAsync(call, parsed.GetRequiredValue(id), cancellationToken);
            if (!parsed.GetValue(anyway) && PermissionText.Doubts(request) is { Count: > 0 } doubts)
            {
                var doubt = doubts.Count == 1 ? doubts[0] : $"{doubts[0]} (and {doubts.Count - 1} more)";
                throw new CommandFailure(ExitCode.Failed, $"Not allowed, because it does not say what it seems to say: {doubt}. Read it with: chorus permission show {request.Text("id")}. To allow it all the same: --anyway");
            }

            await PrintWholeAsync(call, await DecideAsync(call, request, "allow", message: null, cancellationToken), cancellationToken);
            return ExitCode.Done;
        });
    }

    private static Command Deny(Verbs verbs)
    {
        var id = Id();
        var message = new Option<string?>("--message") { Description = "What the agent is told with the denial; - reads it from stdin." };
        return verbs.With(new Command("deny", "Deny a request; the agent reads the message and goes on.") { id, message }, async (parsed, call, cancellationToken) =>
        {
            var request = await FindAsync(call, parsed.GetRequiredValue(id), cancellationToken);
            var words = parsed.GetValue(message) is { } text ? await call.IO.TextAsync(text, cancellationToken) : null;
            await call.PrintIfJsonAsync(await DecideAsync(call, request, "deny", words, cancellationToken));
            return ExitCode.Done;
        });
    }

    private static Argument<string> Id() => new("id") { Description = "Id of the request; its first letters are enough if they are unique." };

    private static Task<JsonElement> DecideAsync(VerbCall call, JsonElement request, string decision, string? message, CancellationToken cancellationToken)
    {
        // The hash binds the decision to what was read under this id, and looked through, just now.
        var body = new JsonObject { ["hash"] = request.Text("hash"), ["decision"] = decision, ["message"] = message, ["interrupt"] = false };
        return call.Server.SendAsync(HttpMethod.Post, $"permissions/{Uri.EscapeDataString(request.Text("id"))}/decision", body, cancellationToken);
    }

    private static async Task PrintWholeAsync(VerbCall call, JsonElement request, CancellationToken cancellationToken)
    {
        var title = call.Json ? "" : await TitleAsync(call, request.Text("taskId"), cancellationToken);
        await call.PrintAsync(request, shown => PermissionText.Whole(shown, title, call.Now));
    }

    /// <summary>A task that was deleted meanwhile has no title any more; the request is shown all the same.</summary>
    private static async Task<string> TitleAsync(VerbCall call, string task, CancellationToken cancellationToken)
    {
        try { return (await call.Server.GetAsync($"tasks/{Uri.EscapeDataString(task)}", cancellationToken)).Text("title"); }
        catch (CommandFailure) { return ""; }
    }

    /// <summary>Among the open ones first: the list of all of them ends somewhere.</summary>
    private static async Task<JsonElement> FindAsync(VerbCall call, string id, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { "permissions?status=open", "permissions" })
        {
            switch (Matches(await call.Server.GetAsync(path, cancellationToken), id))
            {
                case [var request]: return request;
                case []: continue;
                default: throw new CommandFailure(ExitCode.Failed, $"Several permission requests begin with {id}. Give more letters.");
            }
        }

        throw new CommandFailure(ExitCode.Failed, $"There is no permission request {id}. chorus permission list shows the open ones.");
    }

    private static List<JsonElement> Matches(JsonElement requests, string id)
    {
        var exact = requests.Items().Where(request => request.Text("id") == id).ToList();
        return exact.Count > 0 ? exact : [.. requests.Items().Where(request => id.Length >= ShortestPrefix && request.Text("id").StartsWith(id, StringComparison.Ordinal))];
    }
}
