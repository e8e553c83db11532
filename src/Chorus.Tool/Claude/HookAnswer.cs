using System.Text;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>The texts that answer a PermissionRequest hook (Claude Code 2.1).</summary>
public static class HookAnswer
{
    public static string Allow() => Write(json => json.WriteString("behavior", "allow"));

    /// <param name="message">What the agent reads.</param>
    /// <param name="interrupt">Also ends the turn.</param>
    public static string Deny(string message, bool interrupt) => Write(json =>
    {
        json.WriteString("behavior", "deny");
        json.WriteString("message", message);
        if (interrupt)
        {
            json.WriteBoolean("interrupt", true);
        }
    });

    private static string Write(Action<Utf8JsonWriter> decision)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("hookSpecificOutput");
            json.WriteString("hookEventName", "PermissionRequest");
            json.WriteStartObject("decision");
            decision(json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
