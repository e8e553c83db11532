using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>What a hook of Claude Code brought, read leniently: unknown events and fields are no error, wrong types are.</summary>
public sealed record HookPayload
{
    public required string EventName { get; init; }
    public required string SessionId { get; init; }
    public string? TranscriptPath { get; init; }
    public string? Cwd { get; init; }
    public string? PromptId { get; init; }
    public string? PermissionMode { get; init; }
    /// <summary>Set when a subagent sent it.</summary>
    public string? AgentId { get; init; }
    public string? ToolName { get; init; }
    public JsonElement? ToolInput { get; init; }
    public JsonElement? Suggestions { get; init; }
    /// <summary>The whole payload, for the fields only one event has.</summary>
    public required JsonElement Body { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out HookPayload? payload)
    {
        payload = null;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            var body = JsonElement.ParseValue(ref reader);
            if (body.ValueKind is not JsonValueKind.Object || TextOf(body, "hook_event_name") is not { Length: > 0 and <= 64 } name || TextOf(body, "session_id") is not { Length: > 0 and <= 128 } session)
            {
                return false;
            }

            payload = new HookPayload
            {
                EventName = name,
                SessionId = session,
                TranscriptPath = TextOf(body, "transcript_path"),
                Cwd = TextOf(body, "cwd"),
                PromptId = TextOf(body, "prompt_id"),
                PermissionMode = TextOf(body, "permission_mode"),
                AgentId = TextOf(body, "agent_id"),
                ToolName = TextOf(body, "tool_name"),
                ToolInput = Element(body, "tool_input"),
                Suggestions = Element(body, "permission_suggestions"),
                Body = body,
            };
            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What it means for the status; null for nothing. PermissionRequest is not a signal but a question.</summary>
    public ClaudeSignal? ToSignal() => EventName switch
    {
        "SessionStart" => new ClaudeSignal.SessionStarted(TextOf(Body, "source") ?? "startup", SessionId, TranscriptPath),
        "UserPromptSubmit" => new ClaudeSignal.PromptSubmitted(TextOf(Body, "prompt") ?? ""),
        "PreToolUse" => new ClaudeSignal.ToolStarted(ToolName ?? "", ToolSummary.For(ToolName ?? "", ToolInput ?? default), AgentId),
        "PostToolUse" => new ClaudeSignal.ToolEnded(ToolName ?? "", AgentId, Failed: false, Interrupted: false),
        "PostToolUseFailure" => new ClaudeSignal.ToolEnded(ToolName ?? "", AgentId, Failed: true, Interrupted: Element(Body, "is_interrupt") is { ValueKind: JsonValueKind.True }),
        "SubagentStart" => new ClaudeSignal.SubagentStarted(AgentId ?? ""),
        "SubagentStop" => new ClaudeSignal.SubagentEnded(AgentId ?? ""),
        "PreCompact" => new ClaudeSignal.Compacting(Finished: false),
        "PostCompact" => new ClaudeSignal.Compacting(Finished: true),
        "Stop" => new ClaudeSignal.TurnEnded(Background("subagent"), Background("shell"), ToolSummary.FirstLine(TextOf(Body, "last_assistant_message") ?? "")),
        "StopFailure" => new ClaudeSignal.TurnFailed(TextOf(Body, "error") ?? "", ToolSummary.FirstLine(TextOf(Body, "last_assistant_message") ?? "")),
        "Notification" => new ClaudeSignal.Notified(TextOf(Body, "notification_type") ?? "", TextOf(Body, "message") ?? ""),
        "SessionEnd" => new ClaudeSignal.SessionEnded(TextOf(Body, "reason") ?? ""),
        _ => null,
    };

    private int Background(string type) => Element(Body, "background_tasks") is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Count(item => item.ValueKind is JsonValueKind.Object && TextOf(item, "type") == type && TextOf(item, "status") is null or "running")
        : 0;

    private static JsonElement? Element(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <exception cref="InvalidOperationException">The field is there and is not a text.</exception>
    private static string? TextOf(JsonElement body, string name) => Element(body, name)?.GetString();
}
