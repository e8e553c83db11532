using System.Text;
using System.Text.Json;
using Chorus.Configuration;

namespace Chorus.Permissions;

/// <summary>
/// Works out what an edit would do to its file, for showing beside the request. Only files of the project are read: what lies outside is nobody's
/// business on a screen that others may see, so there the change is shown without the file around it.
/// </summary>
public sealed class FileChanges(StateFolder state)
{
    private const int LargestFile = 512 * 1024;

    /// <summary>Null when the tool changes no file or says it in a way that is not understood; then its fields are shown as they are.</summary>
    public FileChange? For(string tool, JsonElement input, string cwd)
    {
        try
        {
            return (tool, Text(input, "file_path")) switch
            {
                ("Write", { } path) when Text(input, "content") is { } content => Written(Existing(path, cwd), content),
                ("Edit", { } path) when Replacement.Of(input) is { } edit => Edited(Existing(path, cwd), [edit]),
                ("MultiEdit", { } path) when Edits(input) is { Count: > 0 } edits => Edited(Existing(path, cwd), edits),
                _ => null,
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // Half a surrogate pair, a path no file can have, a file that just went: the fields still tell everything.
            return null;
        }
    }

    private static FileChange Written(Current file, string content) => file switch
    {
        { IsThere: false } => Of("", content, isNew: true, isNumbered: true, ""),
        { Text: { } text } => Of(text, content, isNew: false, isNumbered: true, ""),
        _ => Of("", content, isNew: false, isNumbered: true, "The file exists; what it holds now is not shown."),
    };

    private static FileChange Edited(Current file, IReadOnlyList<Replacement> edits)
    {
        if (file.Text is not { } text)
        {
            // An empty text to replace means a new file.
            var isNew = !file.IsThere && edits is [{ Old: "" }];
            var note = file.IsThere || isNew ? "" : "The file is not there.";
            return Of(string.Join('\n', edits.Select(edit => edit.Old)), string.Join('\n', edits.Select(edit => edit.New)), isNew, isNumbered: isNew, note);
        }

        var after = text;
        foreach (var edit in edits)
        {
            if (!after.Contains(edit.Old, StringComparison.Ordinal) || edit.Old.Length == 0)
            {
                return Of(edit.Old, edit.New, isNew: false, isNumbered: false, "The text to replace is not in the file as it is now; the edit will fail.");
            }

            after = edit.In(after);
        }

        return Of(text, after, isNew: false, isNumbered: true, "");
    }

    private static FileChange Of(string before, string after, bool isNew, bool isNumbered, string note)
    {
        var lines = before == after ? [] : LineDiff.Between(before, after, isNumbered);
        return new FileChange(isNew, lines.Count(line => line.Kind == "+"), lines.Count(line => line.Kind == "-"), note.Length > 0 ? note : Odd(before, after, isNew), lines);
    }

    private static string Odd(string before, string after, bool isNew)
    {
        if (before == after)
        {
            return isNew ? "The file would be empty." : "Nothing would change.";
        }

        return (isNew || before.EndsWith('\n'), after.EndsWith('\n')) switch
        {
            (true, false) when after.Length > 0 => "The last line would end without a line break.",
            (false, true) => "The last line would get a line break.",
            _ => "",
        };
    }

    private Current Existing(string path, string cwd)
    {
        var full = RealPath.Of(Path.GetFullPath(path, Path.IsPathRooted(cwd) ? cwd : state.ProjectPath));
        if (!full.StartsWith(state.ProjectPath + "/", StringComparison.Ordinal))
        {
            return new Current(File.Exists(full), null);
        }

        var file = new FileInfo(full);
        if (!file.Exists)
        {
            return new Current(IsThere: false, null);
        }

        // Pipes and devices say they are empty; opening one could wait for ever.
        if (file.Length == 0)
        {
            return new Current(IsThere: true, "");
        }

        var bytes = file.Length <= LargestFile ? File.ReadAllBytes(full) : [];
        return new Current(IsThere: true, bytes.Length > 0 && !bytes.Contains((byte)0) ? Encoding.UTF8.GetString(bytes) : null);
    }

    private static List<Replacement> Edits(JsonElement input)
    {
        if (!input.TryGetProperty("edits", out var list) || list.ValueKind is not JsonValueKind.Array)
        {
            return [];
        }

        var edits = list.EnumerateArray().Select(Replacement.Of).ToList();
        return edits.Contains(null) ? [] : [.. edits.OfType<Replacement>()];
    }

    private static string? Text(JsonElement input, string name) =>
        input.ValueKind is JsonValueKind.Object && input.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    /// <summary>What stands in the file now; no text when it is too large, no text at all, or none of the project's.</summary>
    private readonly record struct Current(bool IsThere, string? Text);

    private sealed record Replacement(string Old, string New, bool All)
    {
        public static Replacement? Of(JsonElement edit) => Text(edit, "old_string") is { } old && Text(edit, "new_string") is { } replacement
            ? new Replacement(old, replacement, edit.TryGetProperty("replace_all", out var all) && all.ValueKind is JsonValueKind.True)
            : null;

        public string In(string text)
        {
            if (All)
            {
                return text.Replace(Old, New, StringComparison.Ordinal);
            }

            var at = text.IndexOf(Old, StringComparison.Ordinal);
            return string.Concat(text.AsSpan(0, at), New, text.AsSpan(at + Old.Length));
        }
    }
}
