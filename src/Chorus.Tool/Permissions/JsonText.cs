using System.Text.Json;

namespace Chorus.Permissions;

/// <summary>Compares JSON by content, not by spelling.</summary>
internal static class JsonText
{
    public static bool Same(JsonElement element, string json)
    {
        using var other = JsonDocument.Parse(json);
        return JsonElement.DeepEquals(element, other.RootElement);
    }
}
