using System.Text.Json;

namespace Chorus.Commands;

/// <summary>One value of a tool's input with the way to it, such as <c>edits[0].new_string</c>; together they are the whole input.</summary>
internal sealed record InputField(string Name, string Text)
{
    private const string WholeInput = "input";

    public static IReadOnlyList<InputField> Of(JsonElement input)
    {
        try
        {
            return [.. In(input, "")];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: legal JSON, but no text; it is shown as it is spelled.
            return [new(WholeInput, input.GetRawText())];
        }
    }

    private static IEnumerable<InputField> In(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() => value.EnumerateObject().SelectMany(member => In(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array when value.GetArrayLength() > 0 => value.EnumerateArray().SelectMany((item, index) => In(item, $"{path}[{index}]")),
        JsonValueKind.String => [new(NameOf(path), value.GetString()!)],
        JsonValueKind.Undefined => [],
        _ => [new(NameOf(path), value.GetRawText())],
    };

    private static string NameOf(string path) => path.Length == 0 ? WholeInput : path;
}
