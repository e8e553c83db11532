using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>Writes the settings file that every task's Claude Code is started with: hooks only, merged by Claude Code with the user's own.</summary>
public static class ClaudeSettings
{
    private const int QuickSeconds = 5;
    /// <summary>A permission request may wait a whole day for its human.</summary>
    private const int PatientSeconds = 86_400;

    /// <summary>
    /// The events told over http: cheap, no process each. The server answers 204 with no body, because PreCompact takes any body for instructions.
    /// SessionStart is never sent over http (2.1.330), SessionEnd often comes when nobody waits for its answer any more, and
    /// PermissionRequest must outlive a restart of the server: these three are commands.
    /// </summary>
    private static readonly string[] HttpEvents =
    [
        "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Stop", "StopFailure",
        "Notification", "SubagentStart", "SubagentStop", "PreCompact", "PostCompact",
    ];

    /// <summary>The settings. <paramref name="hookCommand"/> is a shell command already quoted, such as <c>'/usr/bin/chorus' hook</c>.</summary>
    public static string Json(Uri hookUrl, string hookCommand)
    {
        ArgumentNullException.ThrowIfNull(hookUrl);
        ArgumentException.ThrowIfNullOrWhiteSpace(hookCommand);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("hooks");
            // exec: no shell is left between Claude Code and the relay.
            WriteEvent(json, "SessionStart", () => WriteCommand(json, "exec " + hookCommand, QuickSeconds));
            WriteEvent(json, "SessionEnd", () => WriteCommand(json, "exec " + hookCommand, QuickSeconds));
            WriteEvent(json, "PermissionRequest", () => WriteCommand(json, $"exec {hookCommand} --wait", PatientSeconds));
            foreach (var name in HttpEvents)
            {
                WriteEvent(json, name, () => WriteHttp(json, hookUrl));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteEvent(Utf8JsonWriter json, string name, Action writeHook)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteStartArray("hooks");
        writeHook();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteCommand(Utf8JsonWriter json, string command, int seconds)
    {
        json.WriteStartObject();
        json.WriteString("type", "command");
        json.WriteString("command", command);
        json.WriteNumber("timeout", seconds);
        json.WriteEndObject();
    }

    private static void WriteHttp(Utf8JsonWriter json, Uri url)
    {
        json.WriteStartObject();
        json.WriteString("type", "http");
        json.WriteString("url", url.AbsoluteUri);
        json.WriteNumber("timeout", QuickSeconds);
        json.WriteStartObject("headers");
        json.WriteString("Authorization", "Bearer $CHORUS_HOOK_TOKEN");
        json.WriteString("X-Chorus-Task", "$CHORUS_TASK_ID");
        json.WriteEndObject();
        json.WriteStartArray("allowedEnvVars");
        json.WriteStringValue("CHORUS_HOOK_TOKEN");
        json.WriteStringValue("CHORUS_TASK_ID");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
