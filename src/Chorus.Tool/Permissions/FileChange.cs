using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chorus.Permissions;

/// <summary>One line of a change.</summary>
/// <param name="Kind">"+" added, "-" removed, " " unchanged, "…" for a stretch of unchanged lines that is left out (<paramref name="Text"/> says how many).</param>
/// <param name="Old">Line number before, from 1; null where it has none or it is not known.</param>
/// <param name="New">Line number after.</param>
public sealed record ChangedLine(string Kind, int? Old, int? New, string Text);

/// <summary>What a tool call would do to a file, line by line, as the file was when it was asked.</summary>
/// <param name="Note">What is odd about it, such as that the text to replace is not in the file; empty for nothing.</param>
public sealed record FileChange(bool IsNew, int Added, int Removed, string Note, IReadOnlyList<ChangedLine> Lines)
{
    public string ToJson() => JsonSerializer.Serialize(this, FileChangeContext.Default.FileChange);

    public static FileChange? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, FileChangeContext.Default.FileChange);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileChange))]
internal sealed partial class FileChangeContext : JsonSerializerContext;
