using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Chorus.Claude;

/// <summary>What Claude Code told one of its hooks, with the fields Chorus uses; everything else stays in <see cref="Body"/>.</summary>
public sealed record HookPayload
{
    /// <summary>Below the 64 that every reader takes: answers put more levels around a tool's input.</summary>
    private const int MaxDepth = 60;

    public required string EventName { get; init; }
    public required string SessionId { get; init; }
    public required JsonElement Body { get; init; }
    public string? TranscriptPath { get; init; }
    public string? Cwd { get; init; }
    public string? PromptId { get; init; }
    public string? PermissionMode { get; init; }
    /// <summary>Set when the event comes from a subagent.</summary>
    public string? AgentId { get; init; }
    public string? ToolName { get; init; }
    /// <summary>Null when the event is not about a tool.</summary>
    public JsonElement? ToolInput { get; init; }
    /// <summary>Absent from PermissionRequest.</summary>
    public string? ToolUseId { get; init; }
    /// <summary>What Claude Code offers as "don't ask again", to be handed back as <c>updatedPermissions</c>. Null when it offers nothing.</summary>
    public JsonElement? Suggestions { get; init; }

    /// <summary>What the user said, of UserPromptSubmit.</summary>
    public string Prompt => Text("prompt");
    /// <summary>The words a turn ended with, whole.</summary>
    public string LastMessage => Text("last_assistant_message");
    public string? AgentType => Body.Text("agent_type");
    /// <summary>Of SessionStart: startup, resume, clear or compact.</summary>
    public string? Source => Body.Text("source");
    /// <summary>Of PreCompact: manual or auto.</summary>
    public string? Trigger => Body.Text("trigger");
    /// <summary>Of PostToolUseFailure: the user interrupted it.</summary>
    public bool IsInterrupt => Body.Member("is_interrupt").ValueKind is JsonValueKind.True;
    /// <summary>How long a tool ran.</summary>
    public TimeSpan? Duration => Body.Member("duration_ms") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and < 1e9
        ? TimeSpan.FromMilliseconds(milliseconds)
        : null;

    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out HookPayload? payload)
    {
        payload = null;
        // The reader takes other bytes inside of strings; they fail whoever reads them later.
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return false;
            }

            using (document)
            {
                return !reader.Read() && TryParse(document, out payload);
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>False when it is not an object that names its event and its session. The payload does not need the document any more.</summary>
    public static bool TryParse(JsonDocument document, [NotNullWhen(true)] out HookPayload? payload)
    {
        ArgumentNullException.ThrowIfNull(document);
        payload = null;
        var raw = document.RootElement;
        if (raw.ValueKind is not JsonValueKind.Object || raw.Text("hook_event_name") is not { Length: > 0 and <= 64 } name || raw.Text("session_id") is not { } session || !Guid.TryParseExact(session, "D", out _))
        {
            return false;
        }

        raw = raw.Clone();
        payload = new HookPayload
        {
            EventName = name,
            SessionId = session,
            Body = raw,
            TranscriptPath = raw.Text("transcript_path"),
            Cwd = raw.Text("cwd"),
            PromptId = raw.Text("prompt_id"),
            PermissionMode = raw.Text("permission_mode"),
            AgentId = raw.Text("agent_id"),
            ToolName = raw.Text("tool_name"),
            ToolInput = raw.Given("tool_input"),
            ToolUseId = raw.Text("tool_use_id"),
            Suggestions = raw.Given("permission_suggestions"),
        };
        return true;
    }

    /// <summary>What it means for the status; null for a permission request, which is more than a signal, and for events nobody needs.</summary>
    public ClaudeSignal? ToSignal() => EventName switch
    {
        "SessionStart" => new ClaudeSignal.SessionStarted(Source ?? "startup", SessionId, TranscriptPath),
        "UserPromptSubmit" => new ClaudeSignal.PromptSubmitted(Prompt) { PromptId = PromptId },
        "PreToolUse" => new ClaudeSignal.ToolStarted(Tool, ToolSummary.For(Tool, ToolInput ?? default, Cwd ?? ""), AgentId),
        "PostToolUse" => new ClaudeSignal.ToolEnded(Tool, AgentId, Failed: false, Interrupted: false),
        "PostToolUseFailure" => new ClaudeSignal.ToolEnded(Tool, AgentId, Failed: true, IsInterrupt),
        "PostToolBatch" => new ClaudeSignal.ToolEnded(FirstToolOfBatch(), AgentId, Failed: false, Interrupted: false),
        "SubagentStart" => new ClaudeSignal.SubagentStarted(AgentId ?? ""),
        "SubagentStop" => new ClaudeSignal.SubagentEnded(AgentId ?? ""),
        "PreCompact" => new ClaudeSignal.Compacting(Finished: false) { Manual = Text("trigger") == "manual" },
        "PostCompact" => new ClaudeSignal.Compacting(Finished: true) { Manual = Text("trigger") == "manual" },
        "Stop" => TurnEnded(),
        "StopFailure" => new ClaudeSignal.TurnFailed(Text("error"), LastLine),
        "Notification" => new ClaudeSignal.Notified(Text("notification_type"), Text("message")),
        "SessionEnd" => new ClaudeSignal.SessionEnded(Text("reason")),
        _ => null,
    };

    private string Tool => ToolName ?? "";

    private string LastLine => ToolSummary.FirstLine(LastMessage);

    private string Text(string name) => Body.Text(name) ?? "";

    private string FirstToolOfBatch() =>
        Body.Member("tool_calls").Items().Select(call => call.Text("tool_name")).FirstOrDefault(name => name is not null) ?? "";

    private ClaudeSignal.TurnEnded TurnEnded()
    {
        var running = Body.Member("background_tasks").Items()
            .Where(task => task.Text("status") is null or "running")
            .Select(task => task.Text("type"))
            .ToList();
        var agents = running.Count(type => type == "subagent");
        return new ClaudeSignal.TurnEnded(agents, running.Count - agents, LastLine) { PromptId = PromptId };
    }
}
