using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>One turn: follows the directives of a prompt as Claude Code would follow a model, hooks included.</summary>
internal sealed class AgentTurn(AgentSession session, Action<PermissionDialog?> dialogChanged)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private int toolCalls;
    private string lastResult = "";

    public async Task RunAsync(string prompt, IReadOnlyList<Directive> directives, CancellationToken cancellationToken)
    {
        var started = session.Clock.GetTimestamp();
        session.Show("busy");
        string? message = null;
        foreach (var directive in directives)
        {
            if (directive.Name is "fail" or "limit")
            {
                await FailAsync(directive, cancellationToken);
                return;
            }

            if (directive.Name == "say") { message = Directive.Unescape(directive.Words); }
            else if (await StepAsync(directive, cancellationToken) is { } end) { message = end; }
        }

        message ??= toolCalls > 0 ? $"Done after {toolCalls} tool call(s). Last result: {lastResult}" : $"You said: {Cut(prompt.ReplaceLineEndings(" "), 120)}";
        session.Files.Record("assistant", message);
        var seconds = (int)session.Clock.GetElapsedTime(started).TotalSeconds;
        session.Screen.Say("", $"● {message}", "", $"✻ Worked for {seconds}s · done {session.Clock.GetLocalNow():h:mm tt}");
        session.Show("idle");
        var fields = new JsonObject { ["stop_hook_active"] = false, ["last_assistant_message"] = message, ["background_tasks"] = new JsonArray(), ["session_crons"] = new JsonArray() };
        await session.HookAsync("Stop", fields, null, cancellationToken);
    }

    /// <returns>What the step wants said at the end, or null.</returns>
    private async Task<string?> StepAsync(Directive directive, CancellationToken cancellationToken)
    {
        if (AgentCall.For(directive, session.Files) is { } call)
        {
            await ToolAsync(call, cancellationToken);
            return null;
        }

        if (directive.Name == "show")
        {
            session.Screen.Say(Directive.Unescape(directive.Words).Split('\n'));
            return null;
        }

        await TicksAsync(directive.Name == "slow" ? "● tick" : "  working, line", directive.Seconds, cancellationToken);
        return directive.Name == "slow" ? $"Slow answer for {directive.Words} s finished." : null;
    }

    private async Task TicksAsync(string words, double seconds, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, session.Clock);
        for (var tick = 1; tick <= seconds * 2 && await timer.WaitForNextTickAsync(cancellationToken); tick++)
        {
            session.Screen.Say($"{words} {tick}");
        }
    }

    private async Task ToolAsync(AgentCall call, CancellationToken cancellationToken)
    {
        toolCalls++;
        var fields = new JsonObject { ["tool_name"] = call.Tool, ["tool_input"] = call.Input.DeepClone(), ["tool_use_id"] = $"toolu_scripted{Guid.NewGuid():N}" };
        session.Screen.Say("", $"● {call.Tool}({Cut(call.Subject.ReplaceLineEndings(" "), 100)})");
        await session.HookAsync("PreToolUse", fields, call.Tool, cancellationToken);
        var outcome = session.MayRun(call) ? new PermissionOutcome(true, false, "", call.Input) : await AskAsync(call, cancellationToken);
        if (outcome is { Allowed: false, Interrupts: true }) { throw new OperationCanceledException("The user said no."); }

        fields["tool_input"] = outcome.Input.DeepClone();
        // An approved plan ends the planning, whatever mode comes with the approval.
        if (outcome.Allowed && call.IsPlan && session.Mode == "plan") { session.Mode = "manual"; }
        session.Show("busy");
        if (outcome.Allowed) { await RunAsync(call with { Input = outcome.Input }, fields, cancellationToken); }
        else
        {
            lastResult = $"error: {outcome.Message}";
            session.Screen.Say($"  ⎿  Denied: {outcome.Message}");
        }

        fields["tool_response"] = lastResult;
        await session.HookAsync("PostToolBatch", new JsonObject { ["tool_calls"] = new JsonArray(fields.DeepClone()) }, null, cancellationToken);
    }

    private async Task<PermissionOutcome> AskAsync(AgentCall call, CancellationToken cancellationToken)
    {
        var dialog = new PermissionDialog(session, call);
        dialogChanged(dialog);
        try { return await dialog.AskAsync(cancellationToken); }
        finally { dialogChanged(null); }
    }

    private async Task RunAsync(AgentCall call, JsonObject asked, CancellationToken cancellationToken)
    {
        var started = session.Clock.GetTimestamp();
        var result = await AgentTools.RunAsync(call, session.Files.Folder, cancellationToken);
        var fields = asked.DeepClone().AsObject();
        if (result.Error is { } error) { (fields["error"], fields["is_interrupt"]) = (error, false); }
        else { fields["tool_response"] = result.Response; }
        fields["duration_ms"] = (long)session.Clock.GetElapsedTime(started).TotalMilliseconds;
        lastResult = result.Error is null ? $"ok: {result.Summary}" : $"error: {Cut(result.Error.ReplaceLineEndings(" "), 200)}";
        session.Screen.Say($"  ⎿  {(result.Error is null ? result.Summary : "Error: " + result.Error)}");
        await session.HookAsync(result.Error is null ? "PostToolUse" : "PostToolUseFailure", fields, call.Tool, cancellationToken);
    }

    private async Task FailAsync(Directive directive, CancellationToken cancellationToken)
    {
        var (error, message) = (directive.Name, directive.Words) switch
        {
            ("limit", _) or (_, "429") => ("rate_limit", "You've hit your session limit"),
            (_, "401") => ("authentication_failed", "Please run /login · API Error: 401 Scripted failure"),
            (_, var status) => ("server_error", $"API Error: {status} Scripted failure"),
        };
        session.Screen.Say("", $"● {message}");
        session.Show("idle");
        await session.HookAsync("StopFailure", new JsonObject { ["error"] = error, ["last_assistant_message"] = message }, null, cancellationToken);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
