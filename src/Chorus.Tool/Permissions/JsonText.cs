using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Permissions;

/// <summary>Reads a tool's input as the tool may read it, half characters included, and compares inputs by content, not by spelling.</summary>
internal static class JsonText
{
    public static bool Same(JsonElement element, string json)
    {
        using var other = JsonDocument.Parse(json);
        try
        {
            return JsonElement.DeepEquals(element, other.RootElement);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: legal JSON, but no text; then only the spelling can be compared.
            return element.GetRawText() == json;
        }
    }

    /// <summary>Null for what is no JSON.</summary>
    public static JsonDocument? TryParse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            // ArgumentException: half a surrogate pair that is not escaped.
            return null;
        }
    }

    /// <summary>The text of a member; null when there is none of that name, several, or no text in it.</summary>
    public static string? Member(JsonElement element, string name)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var members = element.EnumerateObject().Where(member => Name(member) == name).Take(2).ToList();
        return members is [{ Value.ValueKind: JsonValueKind.String } only] ? Decoded(only.Value) : null;
    }

    public static string Decoded(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescaped(JsonMarshal.GetRawUtf8Value(text)[1..^1]);
        }
    }

    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescaped(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    /// <summary>The marks of a JSON text as it was sent. Within strings a gap is judged in the decoded text, where it may be an indentation.</summary>
    public static IEnumerable<(Mark Mark, bool IsInString)> Marks(string json)
    {
        var (position, isInString) = (0, false);
        foreach (var mark in Processes.Marks.In(json))
        {
            for (; position < mark.Start; position++)
            {
                if (json[position] == '"')
                {
                    isInString = !isInString;
                }
                else if (json[position] == '\\')
                {
                    position++;
                }
            }

            yield return (mark, isInString);
        }
    }

    /// <summary>What the framework refuses to decode: a half of a surrogate pair stays what it is.</summary>
    private static string Unescaped(ReadOnlySpan<byte> raw)
    {
        var spelled = Encoding.UTF8.GetString(raw);
        var text = new StringBuilder(spelled.Length);
        for (var position = 0; position < spelled.Length; position++)
        {
            if (spelled[position] != '\\')
            {
                text.Append(spelled[position]);
                continue;
            }

            position++;
            text.Append(spelled[position] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)Convert.ToUInt16(spelled.Substring(position + 1, 4), 16),
                var itself => itself,
            });
            position += spelled[position] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}
