using System.Text.Json;

namespace Chorus.Permissions.Rules;

/// <summary>Whether a rule covers a call. In doubt it does not: then the user is asked, as without the rule.</summary>
internal static class RuleMatch
{
    /// <summary>Stands for every tool that changes files: a path that may be edited may be written as well.</summary>
    public const string EditTools = "Edit";

    /// <summary>The name under which rules know a tool.</summary>
    public static string Family(string tool) => tool is "Edit" or "MultiEdit" or "Write" or "NotebookEdit" ? EditTools : tool;

    public static bool Covers(string tool, RuleScope scope, string value, ToolCall call)
    {
        if (Family(call.Tool) != tool)
        {
            return false;
        }

        return scope switch
        {
            RuleScope.ExactInput => SameInput(value, call.InputJson),
            RuleScope.ExactCommand => call.Command == value,
            RuleScope.CommandPrefix => call.Command is { } command && PlainCommand.Read(command)?.StartsWith(value.Split(' ')) == true,
            RuleScope.ExactPath => call.EditedFile == value,
            RuleScope.Folder => call.EditedFile is { } file && IsVisiblyBelow(file, value),
            RuleScope.ExactAddress => call.Address?.AbsoluteUri == value,
            RuleScope.Host => call.Address?.Host == value,
            RuleScope.AnyInput => IsMcp(call.Tool),
            _ => false,
        };
    }

    public static bool IsMcp(string tool) => tool.StartsWith("mcp__", StringComparison.Ordinal);

    /// <summary>Hidden files and folders steer programs (.git, .envrc, .claude), so no folder's rule covers them.</summary>
    private static bool IsVisiblyBelow(string file, string folder) =>
        file.StartsWith(folder + "/", StringComparison.Ordinal) && !file[folder.Length..].Contains("/.", StringComparison.Ordinal);

    private static bool SameInput(string left, string right)
    {
        try
        {
            using var first = JsonDocument.Parse(left);
            return JsonText.Same(first.RootElement, right);
        }
        catch (JsonException)
        {
            return left == right;
        }
    }
}
