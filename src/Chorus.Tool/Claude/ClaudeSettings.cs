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
    /// The events that are only told, never answered. Not over http: while the server is down any user of the machine may listen on its port,
    /// be handed the task's secret, and answer in its name.
    /// </summary>
    private static readonly string[] ToldEvents =
    [
        "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Stop", "StopFailure",
        "Notification", "SubagentStart", "SubagentStop", "PreCompact", "PostCompact",
    ];

    /// <summary>The settings. Both commands are shell commands already quoted; <paramref name="relay"/> also knows <c>--wait</c>.</summary>
    /// <param name="sender">Sends a hook to the server and says nothing, whatever happens; runs some times a second.</param>
    /// <param name="relay">Brings a hook to the server and prints the answer, such as <c>'/usr/bin/chorus' hook</c>.</param>
    public static string Json(string sender, string relay)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sender);
        ArgumentException.ThrowIfNullOrWhiteSpace(relay);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("hooks");
            // exec: no shell is left between Claude Code and the relay.
            WriteEvent(json, "SessionStart", "exec " + relay, QuickSeconds);
            // The server that a session outlived is perhaps just starting again: its end is worth a second try.
            WriteEvent(json, "SessionEnd", "exec " + relay, QuickSeconds);
            WriteEvent(json, "PermissionRequest", $"exec {relay} --wait", PatientSeconds);
            foreach (var name in ToldEvents)
            {
                WriteEvent(json, name, sender, QuickSeconds);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteEvent(Utf8JsonWriter json, string name, string command, int seconds)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteStartArray("hooks");
        json.WriteStartObject();
        json.WriteString("type", "command");
        json.WriteString("command", command);
        json.WriteNumber("timeout", seconds);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
