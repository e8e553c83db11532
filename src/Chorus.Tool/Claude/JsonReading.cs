using System.Text.Json;

namespace Chorus.Claude;

/// <summary>Reads JSON that another program wrote: a member that is missing or of another kind is simply not there.</summary>
internal static class JsonReading
{
    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement element, string name)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            return default;
        }

        try
        {
            return element.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            return element.EnumerateObject().LastOrDefault(member => IsNamed(member, name)).Value;
        }
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: legal JSON, but no text.
            return false;
        }
    }

    /// <summary>The member; null when it is missing or null.</summary>
    public static JsonElement? Given(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } member ? member : null;

    public static string? Text(this JsonElement element, string name)
    {
        var member = element.Member(name);
        try
        {
            return member.ValueKind is JsonValueKind.String ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: legal JSON, but no text.
            return null;
        }
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];
}
