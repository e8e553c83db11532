using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus permission allow</c>: the ways to say yes, and what was said yes to.</summary>
internal sealed class AllowCommand
{
    private readonly Argument<string> id = PermissionRequests.Id();
    private readonly Option<string[]> answers = new("--answer")
    {
        Description = "Q=A answers a question: Q is its text or its number, A the label or number of an option, or your own words. May be repeated, also for one question that takes several answers.",
    };

    private readonly Option<bool> acceptEdits = new("--accept-edits") { Description = "Approve a plan, and let its edits be made without asking." };
    private readonly Option<string?> input = new("--input") { Description = "Allow with this whole input instead: JSON, @FILE, or - for stdin." };
    private readonly Option<string?> command = new("--command") { Description = "Allow with this command instead." };
    private readonly Option<string?> always = new("--always")
    {
        Description = "Make a rule for calls like this: the scope, number or words of an offer; without, the narrowest one. A scope that is not offered lists the offers.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> reach = new("--for") { Description = "With --always: where the rule holds; for the task unless said otherwise." };
    private readonly Option<bool> anyway = new("--anyway") { Description = "Also when its text does not say what it seems to say." };

    public static Command Create(Verbs verbs)
    {
        var allow = new AllowCommand();
        allow.reach.AcceptOnlyFromAmong("session", "task", "project");
        var verb = new Command("allow", "Allow a request, and show what was allowed.") { allow.id, allow.answers, allow.acceptEdits, allow.input, allow.command, allow.always, allow.reach, allow.anyway };
        verb.Refuse(allow.Problem);
        return verbs.With(verb, allow.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, VerbCall call, CancellationToken cancellationToken)
    {
        var replacement = parsed.GetValue(input) is { } text ? await ChangedInput.ReadAsync(call.IO, text, cancellationToken) : null;
        var request = await PermissionRequests.FindAsync(call, parsed.GetRequiredValue(id), cancellationToken);
        if (parsed.GetValue(command) is { } words) { replacement = ChangedInput.WithCommand(request, words); }

        if (!parsed.GetValue(anyway)) { RefuseDoubts(request, replacement); }
        var decided = await PermissionRequests.DecideAsync(call, request, "allow", await DetailsAsync(parsed, call, request, replacement, cancellationToken), cancellationToken);
        if (call.Json && parsed.Has(always))
        {
            var whole = JsonNode.Parse(decided.GetRawText())!.AsObject();
            whole["rule"] = await PermissionRequests.RuleAsync(call, decided, cancellationToken) is { ValueKind: JsonValueKind.Object } rule ? JsonObject.Create(rule) : null;
            await call.IO.Output.WriteLineAsync(whole.ToJsonString());
            return ExitCode.Done;
        }

        await PermissionRequests.PrintWholeAsync(call, decided, cancellationToken);
        return ExitCode.Done;
    }

    private string? Problem(CommandResult given)
    {
        string[] ways = [.. new Option[] { answers, acceptEdits, input, command, always }.Where(given.Has).Select(option => option.Name)];
        var unclear = given.GetResult(answers)?.Tokens.FirstOrDefault(token => !token.Value.Contains('=', StringComparison.Ordinal))?.Value;
        return ways switch
        {
            [_, _, ..] => $"{string.Join(" and ", ways)} exclude each other. Give one of them.",
            not ["--always"] when given.Has(reach) => "--for belongs to --always.",
            _ when unclear is not null => $"'{unclear}' is no answer. Write --answer QUESTION=ANSWER, for instance --answer 1=2.",
            _ => null,
        };
    }

    /// <summary>What would run is what must be honest: a replacement where there is one.</summary>
    private static void RefuseDoubts(JsonElement request, JsonObject? replacement)
    {
        var doubts = replacement is null ? PermissionText.Doubts(request, request.Field("input")) : PermissionText.Doubts(request, JsonElement.Parse(replacement.ToJsonString()));
        if (doubts.Count == 0) { return; }
        var doubt = doubts.Count == 1 ? doubts[0] : $"{doubts[0]} (and {doubts.Count - 1} more)";
        throw new CommandFailure(ExitCode.Failed, $"Not allowed, because it does not say what it seems to say: {doubt}. Read it with: chorus permission show {request.Text("id")}. To allow it all the same: --anyway");
    }

    private async Task<JsonObject> DetailsAsync(ParseResult parsed, VerbCall call, JsonElement request, JsonObject? replacement, CancellationToken cancellationToken)
    {
        if (replacement is not null) { return new JsonObject { ["input"] = replacement.DeepClone() }; }
        if (parsed.GetValue(acceptEdits)) { return new JsonObject { ["acceptEdits"] = true }; }
        if (parsed.Has(always))
        {
            return new JsonObject { ["always"] = await RuleOfferChoice.ChooseAsync(call, request, parsed.GetValue(always), parsed.GetValue(reach) ?? "task", cancellationToken) };
        }

        return request.Text("kind") == "question" || parsed.Has(answers)
            ? new JsonObject { ["answers"] = await QuestionAnswers.ReadAsync(call, request, parsed.GetValue(answers) ?? []) }
            : [];
    }
}
