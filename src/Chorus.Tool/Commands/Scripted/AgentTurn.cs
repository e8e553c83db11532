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
        switch (directive.Name)
        {
            case "bash":
                await ToolAsync("Bash", new JsonObject { ["command"] = directive.Words, ["description"] = "Run a scripted command" }, cancellationToken);
                return null;
            case "write":
                var parts = directive.Words.Split('|', 2);
                var path = Path.Combine(session.Files.Folder, parts[0].Trim());
                await ToolAsync("Write", new JsonObject { ["file_path"] = path, ["content"] = Directive.Unescape(parts.Length > 1 ? parts[1].TrimStart(' ') : "") }, cancellationToken);
                return null;
            default:
                await TicksAsync(directive.Name == "slow" ? "● tick" : "  working, line", directive.Seconds, cancellationToken);
                return directive.Name == "slow" ? $"Slow answer for {directive.Words} s finished." : null;
        }
    }

    private async Task TicksAsync(string words, double seconds, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, session.Clock);
        for (var tick = 1; tick <= seconds * 2 && await timer.WaitForNextTickAsync(cancellationToken); tick++)
        {
            session.Screen.Say($"{words} {tick}");
        }
    }

    private async Task ToolAsync(string tool, JsonObject input, CancellationToken cancellationToken)
    {
        toolCalls++;
        var call = new JsonObject { ["tool_name"] = tool, ["tool_input"] = input, ["tool_use_id"] = $"toolu_scripted{Guid.NewGuid():N}" };
        session.Screen.Say("", $"● {tool}({Cut((input["command"] ?? input["file_path"])!.GetValue<string>().ReplaceLineEndings(" "), 100)})");
        await session.HookAsync("PreToolUse", call, tool, cancellationToken);
        var outcome = session.MayRun(tool, input) ? new PermissionOutcome(true, false, "", input) : await AskAsync(tool, input, cancellationToken);
        if (outcome is { Allowed: false, Interrupts: true }) { throw new OperationCanceledException("The user said no."); }

        call["tool_input"] = outcome.Input.DeepClone();
        session.Show("busy");
        if (outcome.Allowed) { await RunAsync(tool, call, cancellationToken); }
        else
        {
            lastResult = $"error: {outcome.Message}";
            session.Screen.Say($"  ⎿  Denied: {outcome.Message}");
        }

        call["tool_response"] = lastResult;
        await session.HookAsync("PostToolBatch", new JsonObject { ["tool_calls"] = new JsonArray(call.DeepClone()) }, null, cancellationToken);
    }

    private async Task<PermissionOutcome> AskAsync(string tool, JsonObject input, CancellationToken cancellationToken)
    {
        var dialog = new PermissionDialog(session);
        dialogChanged(dialog);
        try { return await dialog.AskAsync(tool, input, cancellationToken); }
        finally { dialogChanged(null); }
    }

    private async Task RunAsync(string tool, JsonObject call, CancellationToken cancellationToken)
    {
        var started = session.Clock.GetTimestamp();
        var result = await AgentTools.RunAsync(tool, call["tool_input"]!.AsObject(), session.Files.Folder, cancellationToken);
        var fields = call.DeepClone().AsObject();
        if (result.Error is { } error) { (fields["error"], fields["is_interrupt"]) = (error, false); }
        else { fields["tool_response"] = result.Response; }
        fields["duration_ms"] = (long)session.Clock.GetElapsedTime(started).TotalMilliseconds;
        lastResult = result.Error is null ? $"ok: {result.Summary}" : $"error: {Cut(result.Error.ReplaceLineEndings(" "), 200)}";
        session.Screen.Say($"  ⎿  {(result.Error is null ? result.Summary : "Error: " + result.Error)}");
        await session.HookAsync(result.Error is null ? "PostToolUse" : "PostToolUseFailure", fields, tool, cancellationToken);
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
