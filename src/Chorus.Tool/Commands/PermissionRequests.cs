using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary>What the verbs about permission requests share: finding one by its first letters, deciding it, printing it whole.</summary>
internal static class PermissionRequests
{
    private const int ShortestPrefix = 4;

    public static Argument<string> Id() => new("id") { Description = "Id of the request; its first letters are enough if they are unique." };

    /// <summary>Among the open ones first: the list of all of them ends somewhere.</summary>
    /// <exception cref="CommandFailure">There is none, or more than one.</exception>
    public static async Task<JsonElement> FindAsync(VerbCall call, string id, CancellationToken cancellationToken)
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

    /// <summary>Decides the request as it was read: the hash binds the decision to what was read under this id, and looked through, just now.</summary>
    /// <param name="call">The call of the verb.</param>
    /// <param name="request">As the server sent it.</param>
    /// <param name="decision">allow or deny.</param>
    /// <param name="details">What else the decision says.</param>
    /// <param name="cancellationToken">Ends the waiting for the server.</param>
    public static Task<JsonElement> DecideAsync(VerbCall call, JsonElement request, string decision, JsonObject details, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["hash"] = request.Text("hash"), ["decision"] = decision };
        foreach (var (name, value) in details) { body[name] = value?.DeepClone(); }
        return call.Server.SendAsync(HttpMethod.Post, $"{Path(request)}/decision", body, cancellationToken);
    }

    public static async Task PrintWholeAsync(VerbCall call, JsonElement request, CancellationToken cancellationToken)
    {
        var title = call.Json ? "" : await TitleAsync(call, request.Text("taskId"), cancellationToken);
        var rule = call.Json ? default : await RuleAsync(call, request, cancellationToken);
        await call.PrintAsync(request, shown => PermissionText.Whole(shown, title, rule, call.Now));
    }

    /// <summary>The rule that allowed a request, or that was made with its decision; undefined for none, and for one that was revoked since.</summary>
    public static async Task<JsonElement> RuleAsync(VerbCall call, JsonElement request, CancellationToken cancellationToken) => request.Text("ruleId") is { Length: > 0 } id
        ? (await call.Server.GetAsync("rules", cancellationToken)).Items().FirstOrDefault(rule => rule.Text("id") == id)
        : default;

    public static string Path(JsonElement request) => $"permissions/{Uri.EscapeDataString(request.Text("id"))}";

    /// <summary>A task that was deleted meanwhile has no title any more; the request is shown all the same.</summary>
    private static async Task<string> TitleAsync(VerbCall call, string task, CancellationToken cancellationToken)
    {
        try { return (await call.Server.GetAsync($"tasks/{Uri.EscapeDataString(task)}", cancellationToken)).Text("title"); }
        catch (CommandFailure) { return ""; }
    }

    private static List<JsonElement> Matches(JsonElement requests, string id)
    {
        var exact = requests.Items().Where(request => request.Text("id") == id).ToList();
        return exact.Count > 0 ? exact : [.. requests.Items().Where(request => id.Length >= ShortestPrefix && request.Text("id").StartsWith(id, StringComparison.Ordinal))];
    }
}
