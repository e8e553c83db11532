using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus rule ...</c>: what is allowed without asking, and taking it back.</summary>
internal static class RuleCommands
{
    public static Command Create(Verbs verbs) => new("rule", "See what is allowed without asking, and revoke it.")
    {
        List(verbs),
        Revoke(verbs),
    };

    private static Command List(Verbs verbs) => verbs.With(new Command("list", "List the rules of Chorus and of Claude Code's settings."), async (_, call, cancellationToken) =>
    {
        await call.PrintAsync(await call.Server.GetAsync("rules", cancellationToken), rules => RuleText.Table(rules, call.Now));
        return ExitCode.Done;
    });

    private static Command Revoke(Verbs verbs)
    {
        var id = new Argument<string>("id") { Description = "Number of the rule; of one without a number its exact words, such as 'Bash(make *)'." };
        return verbs.With(new Command("revoke", "Take a rule back; it allows nothing any more.") { id }, async (parsed, call, cancellationToken) =>
        {
            var rule = Named((await call.Server.GetAsync("rules", cancellationToken)).Items(), parsed.GetRequiredValue(id));
            if (rule.Text("id") is { Length: > 0 } number) { await call.Server.SendAsync(HttpMethod.Delete, $"rules/{number}", null, cancellationToken); }
            else { await call.Server.SendAsync(HttpMethod.Delete, "rules", new JsonObject { ["origin"] = rule.Text("origin"), ["rule"] = rule.Text("rule") }, cancellationToken); }

            await call.PrintAsync(rule, revoked => $"Revoked: {UntrustedText.SingleLine(revoked.Text("rule"), int.MaxValue)}\n");
            return ExitCode.Done;
        });
    }

    /// <summary>Words name only a rule that has no number; where they stand in several files, the one that can be revoked.</summary>
    private static JsonElement Named(IEnumerable<JsonElement> rules, string name)
    {
        var named = rules.Where(rule => rule.Text("id") == name || rule.Text("rule") == name).OrderBy(rule => Rank(rule, name)).ToList();
        return named switch
        {
            [] => throw new CommandFailure(ExitCode.Failed, $"There is no rule {name}. chorus rule list shows them."),
            [var rule, ..] when rule.Text("id") is { Length: > 0 } number && number != name =>
                throw new CommandFailure(ExitCode.Failed, $"{name} is a rule of Chorus. Revoke it by its number: chorus rule revoke {number}"),
            [var rule, ..] => rule,
        };
    }

    private static int Rank(JsonElement rule, string name) => (rule.Text("id"), rule.Text("revocable")) switch
    {
        var (id, _) when id == name => 0,
        ("", "true") => 1,
        (not "", _) => 2,
        _ => 3,
    };
}
