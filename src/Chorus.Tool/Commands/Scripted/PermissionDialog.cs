using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>How a permission request ended. <paramref name="Input"/> is what shall run, perhaps changed by the answer.</summary>
internal sealed record PermissionOutcome(bool Allowed, bool Interrupts, string Message, JsonObject Input);

/// <summary>Asks in the terminal and through the PermissionRequest hook at the same time; the first answer wins.</summary>
internal sealed class PermissionDialog(AgentSession session, AgentCall call)
{
    private const int Escaped = -1;
    private static readonly TimeSpan NotifyAfter = TimeSpan.FromSeconds(6);
    private readonly TaskCompletionSource<int> terminal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<string> options = call switch
    {
        { IsQuestion: true } => call.Labels,
        { IsPlan: true } => ["Yes, and accept edits", "Yes, manually approve edits", "No, keep planning"],
        _ => ["Yes", "No"],
    };

    /// <summary>A key pressed while the dialog is open.</summary>
    public void Press(AgentKey key)
    {
        if (key.Meaning is KeyMeaning.Submit) { terminal.TrySetResult(0); }
        if (key.Meaning is KeyMeaning.Escape) { terminal.TrySetResult(Escaped); }
        if (key is { Meaning: KeyMeaning.Text, Text: [>= '1' and <= '9' and var digit] } && digit - '1' < options.Count) { terminal.TrySetResult(digit - '1'); }
    }

    public async Task<PermissionOutcome> AskAsync(CancellationToken cancellationToken)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var abandoned = new CancellationTokenSource();
        session.Show("waiting", call.IsQuestion ? "input needed" : "permission prompt", Lines());
        var hook = session.HookAsync("PermissionRequest", Fields(), call.Tool, abandoned.Token);
        var notifying = NotifyLaterAsync(closed.Token);
        try
        {
            if (await Task.WhenAny(hook, terminal.Task).WaitAsync(cancellationToken) == hook)
            {
                foreach (var answer in await hook)
                {
                    if (Decided(answer.Field("hookSpecificOutput").Field("decision")) is { } outcome) { return outcome; }
                }
            }

            // No hook had an answer, or the terminal was faster. Only "No" aborts a hook that still waits.
            var chosen = Chosen(await terminal.Task.WaitAsync(cancellationToken));
            if (!chosen.Allowed) { await abandoned.CancelAsync(); }
            return chosen;
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

    /// <summary>Null for what is no answer: Claude Code (2.1.330) takes a yes to a question or a plan only with the input to go on with.</summary>
    private PermissionOutcome? Decided(JsonElement decision)
    {
        var update = decision.Field("updatedInput") is { ValueKind: JsonValueKind.Object } input ? JsonNode.Parse(input.GetRawText())!.AsObject() : null;
        switch (decision.Text("behavior"))
        {
            case "deny":
                return new PermissionOutcome(false, decision.Field("interrupt").ValueKind is JsonValueKind.True, decision.Text("message"), call.Input);
            case "allow" when update is not null || call is { IsQuestion: false, IsPlan: false }:
                session.Learn(decision.Field("updatedPermissions"));
                return new PermissionOutcome(true, Interrupts: false, "", update ?? call.Input);
            case "allow":
                session.Screen.Say("  ⎿  Ignored a yes that does not say with what to go on.");
                return null;
            default:
                return null;
        }
    }

    private PermissionOutcome Chosen(int option)
    {
        if (option == Escaped || (!call.IsQuestion && option == options.Count - 1)) { return new PermissionOutcome(false, Interrupts: true, "", call.Input); }
        if (call.IsPlan && option == 0) { session.Mode = "acceptEdits"; }
        return new PermissionOutcome(true, Interrupts: false, "", call.IsQuestion ? call.Answered(options[option]) : call.Input);
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

    private JsonObject Fields()
    {
        var fields = new JsonObject { ["tool_name"] = call.Tool, ["tool_input"] = call.Input.DeepClone() };
        if (call is { IsQuestion: true } or { IsPlan: true }) { return fields; }
        fields["permission_suggestions"] = new JsonArray(call.Tool == "Bash"
            ? new JsonObject
            {
                ["type"] = "addRules",
                ["rules"] = new JsonArray(new JsonObject { ["toolName"] = call.Tool, ["ruleContent"] = call.Subject }),
                ["behavior"] = "allow",
                ["destination"] = "localSettings",
            }
            : new JsonObject { ["type"] = "setMode", ["mode"] = "acceptEdits", ["destination"] = "session" });
        return fields;
    }

    private string[] Lines()
    {
        var (heading, question) = call.Tool switch
        {
            "Bash" => (" Bash command", " Do you want to proceed?"),
            "Write" => (" Create file", " Do you want to create this file?"),
            "Edit" => (" Edit file", " Do you want to make this edit?"),
            "ExitPlanMode" => (" Ready to code?", " Claude has written up a plan and is ready to execute. Would you like to proceed?"),
            _ => (" ☐ Choice", ""),
        };
        return
        [
            new string('─', 60),
            heading,
            "",
            .. call.Subject.Split('\n').Take(8).Select(line => "   " + line),
            "",
            question,
            .. options.Select((option, index) => $" {(index == 0 ? '❯' : ' ')} {index + 1}. {option}"),
            .. call.IsQuestion ? ["", "Enter to select · a digit chooses"] : Array.Empty<string>(),
        ];
    }
}
