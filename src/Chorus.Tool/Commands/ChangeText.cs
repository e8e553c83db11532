using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.Commands;

/// <summary>What a request would do to a file, as lines with a sign and their numbers before and after.</summary>
internal static class ChangeText
{
    /// <summary>Empty when the server knows of no change.</summary>
    public static string Of(JsonElement preview)
    {
        if (preview.ValueKind is not JsonValueKind.Object) { return ""; }
        var lines = preview.Field("lines").Items().ToList();
        var width = lines.Select(line => Math.Max(line.Text("old").Length, line.Text("new").Length)).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nchange to the file as it was when this was asked: {(preview.Field("isNew").ValueKind is JsonValueKind.True ? "new, " : "")}{preview.Text("added")} added, {preview.Text("removed")} removed\n");
        if (preview.Text("note") is { Length: > 0 } note) { PermissionText.AppendLines(text, "  ", "  ", note); }
        foreach (var line in lines) { Append(text, line, width); }
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement line, int width)
    {
        if (line.Text("kind") == "…")
        {
            text.Append(CultureInfo.InvariantCulture, $"  … {line.Text("text")} unchanged lines\n");
            return;
        }

        var numbers = width == 0 ? "" : $"{line.Text("old").PadLeft(width)} {line.Text("new").PadLeft(width)} ";
        PermissionText.AppendLines(text, $"  {numbers}{line.Text("kind")}│ ", $"  {new string(' ', numbers.Length)} │ ", line.Text("text"));
    }
}
