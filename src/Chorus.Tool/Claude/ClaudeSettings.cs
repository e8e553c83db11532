using System.Text;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>
/// The settings file all tasks share (<c>--settings</c>, merged with the user's own): which hooks tell Chorus what. It holds no secret; each
/// session's own travel in its environment.
/// </summary>
public static class ClaudeSettings
{
    /// <summary>Claude Code never sends SessionStart over http, and a question must survive a restart of the server: these two go through the relay.</summary>
    private const int QuestionSeconds = 86_400;

    private const int ReportSeconds = 5;

    private static readonly string[] Reports =
    [
        "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Stop", "StopFailure", "Notification",
        "SubagentStart", "SubagentStop", "PreCompact", "PostCompact", "SessionEnd",
    ];

    /// <param name="hookUrl">The hook endpoint.</param>
    /// <param name="hookCommand">The relay as a shell command, without its options.</param>
    public static string Json(Uri hookUrl, string hookCommand)
    {
        ArgumentNullException.ThrowIfNull(hookUrl);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("hooks");
            WriteCommand(json, "SessionStart", hookCommand, ReportSeconds);
            WriteCommand(json, "PermissionRequest", hookCommand + " --wait", QuestionSeconds);
            foreach (var name in Reports)
            {
                WriteHttp(json, name, hookUrl);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteCommand(Utf8JsonWriter json, string name, string command, int seconds) => WriteHook(json, name, () =>
    {
        json.WriteString("type", "command");
        json.WriteString("command", command);
        json.WriteNumber("timeout", seconds);
    });

    private static void WriteHttp(Utf8JsonWriter json, string name, Uri url) => WriteHook(json, name, () =>
    {
        json.WriteString("type", "http");
        json.WriteString("url", url.ToString());
        json.WriteNumber("timeout", ReportSeconds);
        json.WriteStartObject("headers");
        json.WriteString("Authorization", "Bearer $CHORUS_HOOK_TOKEN");
        json.WriteString("X-Chorus-Task", "$CHORUS_TASK_ID");
        json.WriteEndObject();
        json.WriteStartArray("allowedEnvVars");
        json.WriteStringValue("CHORUS_HOOK_TOKEN");
        json.WriteStringValue("CHORUS_TASK_ID");
        json.WriteEndArray();
    });

    private static void WriteHook(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteStartArray("hooks");
        json.WriteStartObject();
        write();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
