using System.Text.Json;
using Chorus.Permissions;

namespace Chorus.Web.Views;

/// <summary>What can be changed before a call is allowed.</summary>
/// <param name="Name">Name of the form field: one text of the input, or all of it as JSON.</param>
public sealed record ChangeView(string Label, string Name, string Value)
{
    /// <summary>Null where the text hides something: a field to type in would hide it as well.</summary>
    public static ChangeView? From(PermissionRequest request, JsonElement? input)
    {
        var (label, member) = request.Tool switch
        {
            "Bash" => ("Command to run instead", "command"),
            "WebFetch" => ("Address to fetch instead", "url"),
            "WebSearch" => ("Search for instead", "query"),
            _ => ("", ""),
        };
        var change = member.Length > 0 && input is { } read && JsonText.Member(read, member) is { } text
            ? new ChangeView(label, $"change.{member}", text)
            : new ChangeView("Input to use instead (JSON)", "inputJson", request.InputJson);
        return VisibleText.Of(change.Value).Runs.Any(run => run.IsMark) ? null : change;
    }
}
