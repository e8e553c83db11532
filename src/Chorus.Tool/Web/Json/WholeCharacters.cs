using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.Web.Json;

/// <summary>Reads stored JSON so that it can be written again: half of a character, escaped, is legal JSON but no text, so its escape becomes the text.</summary>
internal static class WholeCharacters
{
    private const int EscapeLength = 6;

    public static JsonElement Parse(string json) => JsonElement.Parse(json.Contains("\\u", StringComparison.Ordinal) ? Spelled(json) : json);

    /// <summary>The same JSON, in which <c>\ud83d</c> without its other half reads <c>\\ud83d</c>.</summary>
    private static string Spelled(string json)
    {
        var spelled = new StringBuilder(json.Length + 8);
        for (var at = 0; at < json.Length;)
        {
            var length = json[at] != '\\' ? 1 : CodeUnit(json, at) is not { } unit ? 2 : Length(json, at, unit);
            if (length == 0)
            {
                spelled.Append('\\');
                length = EscapeLength;
            }

            spelled.Append(json, at, length);
            at += length;
        }

        return spelled.ToString();
    }

    /// <summary>How long the escaped character is: one escape or two; 0 for a half.</summary>
    private static int Length(string json, int at, char unit)
    {
        if (!char.IsSurrogate(unit))
        {
            return EscapeLength;
        }

        return char.IsHighSurrogate(unit) && CodeUnit(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low) ? 2 * EscapeLength : 0;
    }

    private static char? CodeUnit(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            ? (char)ushort.Parse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
