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

/// <summary>One field of a tool's input, whole, under a label of ours or under its own name.</summary>
public sealed record DecisionField(string Label, VisibleText? Name, FieldShape Shape, VisibleText Text)
{
    /// <summary>The field's own name, as sent; empty for an input that has no fields.</summary>
    public string Key { get; init; } = "";

    public bool IsFolded => Text.IsFolded || Name is { IsFolded: true };
}

/// <summary>Turns a tool's input into labelled fields. Unknown fields keep their own name; none is left out.</summary>
public static class DecisionFields
{
    private const int LongestFact = 60;

    private static readonly Dictionary<string, (string Label, FieldShape Shape)> Known = new(StringComparer.Ordinal)
    {
        ["planFilePath"] = ("Plan file", FieldShape.Fact),
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

    /// <summary>What is asked; null for a tool that only its name tells about.</summary>
    public static string? Question(PermissionKind kind, string tool) => kind switch
    {
        PermissionKind.Question => "Claude asks",
        PermissionKind.Plan => "Start with this plan?",
        _ => tool switch
        {
            "Bash" or "PowerShell" => "Run a command?",
            "Edit" or "MultiEdit" => "Edit a file?",
            "Write" => "Write a file?",
            "NotebookEdit" => "Edit a notebook?",
            "Read" => "Read a file?",
            "WebFetch" => "Fetch a page?",
            "WebSearch" => "Search the web?",
            _ => null,
        },
    };

    /// <summary>Every field of the input, those that stand there twice as well; the whole input where it has no fields.</summary>
    public static IReadOnlyList<DecisionField> Of(string inputJson)
    {
        using var document = JsonText.TryParse(inputJson);
        return document?.RootElement switch
        {
            null => [new DecisionField("Input", null, FieldShape.Text, VisibleText.Of(inputJson))],
            { ValueKind: JsonValueKind.Object } input => [.. input.EnumerateObject().Select(Field).OrderBy(field => field.Shape)],
            { } value => [new DecisionField("Input", null, FieldShape.Text, JsonPrint.Of(value))],
        };
    }

    private static DecisionField Field(JsonProperty property)
    {
        var name = JsonText.Name(property);
        var text = Text(property.Value);
        if (Known.TryGetValue(name, out var known))
        {
            return new DecisionField(known.Label, null, Fitting(known.Shape, text), text) { Key = name };
        }

        var label = VisibleText.Of(name.Length == 0 ? "\"\"" : name);
        return new DecisionField("", label, label.Length > LongestFact ? FieldShape.Text : Fitting(FieldShape.Fact, text), text) { Key = name };
    }

    /// <summary>What is long or has lines is no fact to be set beside others, and what is folded needs a block of its own.</summary>
    private static FieldShape Fitting(FieldShape shape, VisibleText text) => shape switch
    {
        FieldShape.Fact when text.Length > LongestFact || text.Runs.Any(run => run.Shown.Contains('\n', StringComparison.Ordinal)) => FieldShape.Text,
        FieldShape.Says when text.IsFolded => FieldShape.Text,
        _ => shape,
    };

    private static VisibleText Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => VisibleText.Of(JsonText.Decoded(value)),
        JsonValueKind.True => VisibleText.Of("yes"),
        JsonValueKind.False => VisibleText.Of("no"),
        _ => JsonPrint.Of(value),
    };
}
