using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>How a permission request ended. <paramref name="Input"/> is what shall run, perhaps changed by the answer.</summary>
internal sealed record PermissionOutcome(bool Allowed, bool Interrupts, string Message, JsonObject Input);

/// <summary>Asks in the terminal and through the PermissionRequest hook at the same time; the first answer wins.</summary>
internal sealed class PermissionDialog(AgentSession session)
{
    private static readonly TimeSpan NotifyAfter = TimeSpan.FromSeconds(6);
    private readonly TaskCompletionSource<bool> terminal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A key pressed while the dialog is open.</summary>
    public void Press(AgentKey key)
    {
        if (key is { Meaning: KeyMeaning.Submit } or { Meaning: KeyMeaning.Text, Text: "1" }) { terminal.TrySetResult(true); }
        if (key is { Meaning: KeyMeaning.Escape } or { Meaning: KeyMeaning.Text, Text: "2" }) { terminal.TrySetResult(false); }
    }

    public async Task<PermissionOutcome> AskAsync(string tool, JsonObject input, CancellationToken cancellationToken)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var abandoned = new CancellationTokenSource();
        session.Show("waiting", "permission prompt", Question(tool, input));
        var hook = session.HookAsync("PermissionRequest", Fields(tool, input), tool, abandoned.Token);
        var notifying = NotifyLaterAsync(closed.Token);
        try
        {
            if (await Task.WhenAny(hook, terminal.Task).WaitAsync(cancellationToken) == hook)
            {
                foreach (var answer in await hook)
                {
                    var decision = answer.Field("hookSpecificOutput").Field("decision");
                    if (decision.Text("behavior") is "allow" or "deny") { return Decided(decision, input); }
                }
            }

            // No hook had an answer, or the terminal was faster. Only "No" aborts a hook that still waits.
            var yes = await terminal.Task.WaitAsync(cancellationToken);
            if (!yes) { await abandoned.CancelAsync(); }
            return new PermissionOutcome(yes, Interrupts: !yes, "", input);
        }
        catch (OperationCanceledException)
        {
            await abandoned.CancelAsync();
            throw;
        }
        finally
        {
            await closed.CancelAsync();
            await notifying;
        }
    }

    private PermissionOutcome Decided(JsonElement decision, JsonObject input)
    {
        var allowed = decision.Text("behavior") == "allow";
        if (allowed) { session.Learn(decision.Field("updatedPermissions")); }
        var changed = decision.Field("updatedInput") is { ValueKind: JsonValueKind.Object } update ? JsonNode.Parse(update.GetRawText())!.AsObject() : input;
        return new PermissionOutcome(allowed, decision.Field("interrupt").ValueKind is JsonValueKind.True, decision.Text("message"), changed);
    }

    private async Task NotifyLaterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(NotifyAfter, session.Clock, cancellationToken);
            var fields = new JsonObject { ["message"] = "Claude needs your permission", ["notification_type"] = "permission_prompt" };
            await session.HookAsync("Notification", fields, null, cancellationToken);
        }
        catch (OperationCanceledException) { }
    }

    private static JsonObject Fields(string tool, JsonObject input)
    {
        var suggestion = tool == "Bash"
            ? new JsonObject
            {
                ["type"] = "addRules",
                ["rules"] = new JsonArray(new JsonObject { ["toolName"] = tool, ["ruleContent"] = input["command"]!.DeepClone() }),
                ["behavior"] = "allow",
                ["destination"] = "localSettings",
            }
            : new JsonObject { ["type"] = "setMode", ["mode"] = "acceptEdits", ["destination"] = "session" };
        return new JsonObject { ["tool_name"] = tool, ["tool_input"] = input.DeepClone(), ["permission_suggestions"] = new JsonArray(suggestion) };
    }

    private static string[] Question(string tool, JsonObject input) =>
    [
        new string('─', 60),
        tool == "Bash" ? " Bash command" : " Create file",
        "",
        .. ((input["command"] ?? input["file_path"])?.GetValue<string>() ?? "").Split('\n').Take(8).Select(line => "   " + line),
        "",
        tool == "Bash" ? " This command requires approval" : "",
        " Do you want to proceed?",
        " ❯ 1. Yes",
        "   2. No",
    ];
}
