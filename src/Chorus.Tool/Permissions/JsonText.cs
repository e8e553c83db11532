using System.Text.Json;

namespace Chorus.Permissions;

/// <summary>Compares JSON by content, not by spelling.</summary>
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
}
