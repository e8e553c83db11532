using System.Text.Json;
using Chorus.Permissions;

namespace Chorus.Web.Views;

/// <summary>How a field of a tool's input is set: the command itself, words about it, or a fact beside it.</summary>
public enum FieldShape
{
    Says,
    Command,
    Text,
    Fact,
}

/// <summary>One field of a tool's input with its label, whole.</summary>
public sealed record DecisionField(string Name, string Label, FieldShape Shape, VisibleText Text)
{
    /// <summary>Characters shown at once; the rest stands behind "N more characters".</summary>
    public const int ShownAtOnce = 4000;

    public VisibleText Head => Text.Take(ShownAtOnce);
    public VisibleText Rest => Text.Skip(ShownAtOnce);
    /// <summary>Number of characters behind the fold; 0 for none.</summary>
    public int Folded => Math.Max(0, Text.Length - ShownAtOnce);
}

/// <summary>Turns a tool's input into labelled fields. Unknown fields keep their own name; none is left out.</summary>
public static class DecisionFields
{
    private static readonly Dictionary<string, (string Label, FieldShape Shape)> Known = new(StringComparer.Ordinal)
    {
        ["command"] = ("Command", FieldShape.Command),
        ["description"] = ("Description", FieldShape.Says),
        ["file_path"] = ("File", FieldShape.Command),
        ["notebook_path"] = ("Notebook", FieldShape.Command),
        ["url"] = ("Address", FieldShape.Command),
        ["query"] = ("Search for", FieldShape.Command),
        ["pattern"] = ("Pattern", FieldShape.Command),
        ["path"] = ("Path", FieldShape.Fact),
        ["old_string"] = ("Replace", FieldShape.Text),
        ["new_string"] = ("With", FieldShape.Text),
        ["content"] = ("Content", FieldShape.Text),
        ["new_source"] = ("New source", FieldShape.Text),
        ["edits"] = ("Edits", FieldShape.Text),
        ["prompt"] = ("Prompt", FieldShape.Text),
        ["plan"] = ("Plan", FieldShape.Text),
        ["questions"] = ("Questions", FieldShape.Text),
        ["timeout"] = ("Timeout (ms)", FieldShape.Fact),
        ["run_in_background"] = ("In the background", FieldShape.Fact),
        ["replace_all"] = ("Replace all", FieldShape.Fact),
    };

    public static string Question(PermissionKind kind, string tool) => kind switch
    {
        PermissionKind.Question => "Claude asks",
        PermissionKind.Plan => "Approve this plan?",
        _ => tool switch
        {
            "Bash" or "PowerShell" => "Run a command?",
            "Edit" or "MultiEdit" => "Edit a file?",
            "Write" => "Write a file?",
            "NotebookEdit" => "Edit a notebook?",
            "Read" => "Read a file?",
            "WebFetch" => "Fetch a page?",
            "WebSearch" => "Search the web?",
            _ => $"Use {VisibleText.Of(tool).Plain}?",
        },
    };

    public static IReadOnlyList<DecisionField> Of(string inputJson)
    {
        using var document = Parse(inputJson);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } input)
        {
            return [new DecisionField("", "Input", FieldShape.Text, VisibleText.Of(inputJson))];
        }

        try
        {
            return [.. input.EnumerateObject().Select(Field).OrderBy(field => field.Shape)];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: legal JSON, but no text; it is shown as it is spelled.
            return [new DecisionField("", "Input", FieldShape.Text, VisibleText.Of(inputJson))];
        }
    }

    private static DecisionField Field(JsonProperty property)
    {
        var text = Text(property.Value);
        if (Known.TryGetValue(property.Name, out var known))
        {
            return new DecisionField(property.Name, known.Label, known.Shape, VisibleText.Of(text));
        }

        var shape = text.Length > 60 || text.Contains('\n', StringComparison.Ordinal) ? FieldShape.Text : FieldShape.Fact;
        return new DecisionField(property.Name, VisibleText.Of(property.Name).Plain, shape, VisibleText.Of(text));
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    private static JsonDocument? Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
