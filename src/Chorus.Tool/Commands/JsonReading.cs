using System.Text.Json;

namespace Chorus.Commands;

/// <summary>Forgiving reads of the server's JSON: a missing field is empty, so that an older program still shows the rest.</summary>
internal static class JsonReading
{
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string Text(this JsonElement element, string name) =>
        element.Field(name) is var value && value.ValueKind is JsonValueKind.String ? value.GetString() ?? "" : Scalar(value);

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];

    private static string Scalar(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : "";
}
