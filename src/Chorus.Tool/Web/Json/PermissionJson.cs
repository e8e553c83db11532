using System.Text.Json;
using Chorus.Events;
using Chorus.Permissions;

namespace Chorus.Web.Json;

/// <summary>A permission request as the HTTP contract has it.</summary>
/// <param name="Preview">What it would do to a file, as it was when it was asked; null where there is nothing to show.</param>
public sealed record PermissionJson(
    string Id, long TaskId, string Kind, string Tool, JsonElement Input, string Summary, JsonElement? Suggestions, string Cwd, string Status, string Hash, DateTimeOffset CreatedAt,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Message, JsonElement? ChangedInput, long? RuleId, JsonElement? Preview)
{
    public static PermissionJson From(PermissionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PermissionJson(
            request.Id, request.TaskId.Value, Words.Of(request.Kind), request.Tool, WholeCharacters.Parse(request.InputJson), request.Summary,
            request.SuggestionsJson is { } suggestions ? WholeCharacters.Parse(suggestions) : null, request.Cwd, Words.Of(request.Status), request.Hash, request.CreatedAt,
            request.DecidedAt, request.DecidedBy, request.Message, request.ChangedInputJson is { } changed ? WholeCharacters.Parse(changed) : null, request.RuleId,
            request.PreviewJson is { } preview ? WholeCharacters.Parse(preview) : null);
    }
}
