using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Chorus.Claude;

/// <summary>Writes what Chorus answers to a hook, in Claude Code's own words.</summary>
public static class HookAnswer
{
    /// <summary>Allow this one call.</summary>
    public static string Allow() => Allowing(static _ => { });

    /// <summary>Refuse the call; Claude reads the message. With <paramref name="interrupt"/> the turn ends as by Escape.</summary>
    public static string Deny(string message, bool interrupt) => Decision("deny", json =>
    {
        json.WriteString("message", message);
        if (interrupt)
        {
            json.WriteBoolean("interrupt", true);
        }
    });

    /// <summary>Allow the call with changed input.</summary>
    public static string AllowWith(JsonElement updatedInput) => Allowing(json =>
    {
        json.WritePropertyName("updatedInput");
        updatedInput.WriteTo(json);
    });

    /// <summary>Allow the call and all that match the rule: for this session ("session") or in the project's own settings ("localSettings").</summary>
    /// <param name="rule">What the tool is allowed for; empty for anything.</param>
    public static string AllowAlways(string tool, string rule, string destination) => Allowing(json => Update(json, "addRules", destination, () =>
    {
        json.WriteStartArray("rules");
        json.WriteStartObject();
        json.WriteString("toolName", tool);
        if (rule.Length > 0)
        {
            json.WriteString("ruleContent", rule);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("behavior", "allow");
    }));

    /// <summary>Approve a plan. Claude Code 2.1.330 ignores an approval that does not hand the plan back.</summary>
    /// <param name="mode">The permission mode to go on in; null for the one before the planning.</param>
    public static string ApprovePlan(JsonElement toolInput, string? mode) => Allowing(json =>
    {
        json.WritePropertyName("updatedInput");
        toolInput.WriteTo(json);
        if (mode is not null)
        {
            Update(json, "setMode", "session", () => json.WriteString("mode", mode));
        }
    });

    /// <summary>Answer an AskUserQuestion call: its own input plus one label (or free text) per question.</summary>
    public static string AnswerQuestions(JsonElement toolInput, IReadOnlyDictionary<string, string> answers) => Allowing(json =>
    {
        ArgumentNullException.ThrowIfNull(answers);
        json.WriteStartObject("updatedInput");
        json.WritePropertyName("questions");
        var questions = toolInput.Member("questions");
        if (questions.ValueKind is JsonValueKind.Array)
        {
            questions.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }

        json.WriteStartObject("answers");
        foreach (var (question, answer) in answers)
        {
            json.WriteString(question, answer);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string Allowing(Action<Utf8JsonWriter> more) => Decision("allow", more);

    private static string Decision(string behavior, Action<Utf8JsonWriter> more) => Output("PermissionRequest", json =>
    {
        json.WriteStartObject("decision");
        json.WriteString("behavior", behavior);
        more(json);
        json.WriteEndObject();
    });

    private static void Update(Utf8JsonWriter json, string type, string destination, Action more)
    {
        json.WriteStartArray("updatedPermissions");
        json.WriteStartObject();
        json.WriteString("type", type);
        more();
        json.WriteString("destination", destination);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Output(string hookEvent, Action<Utf8JsonWriter> more)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("hookSpecificOutput");
            json.WriteString("hookEventName", hookEvent);
            more(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
