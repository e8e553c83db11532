using System.Security.Cryptography;
using System.Text;
using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>A permission request as the hook brought it, before it is stored.</summary>
/// <param name="TaskId">The task whose secret the hook showed.</param>
/// <param name="RelayKey">What the relay calls this question; the same over its reconnects.</param>
/// <param name="InputJson">The tool input, letter by letter as it arrived.</param>
public sealed record PermissionQuestion(
    TaskId TaskId, string RelayKey, string ClaudeSessionId, string? AgentId, string Tool, string InputJson, string? SuggestionsJson, string Cwd, string Summary)
{
    /// <summary>The change to a file as <see cref="FileChange"/> in JSON, for showing only.</summary>
    public string? PreviewJson { get; init; }

    public PermissionKind Kind => Tool switch
    {
        "AskUserQuestion" => PermissionKind.Question,
        "ExitPlanMode" => PermissionKind.Plan,
        _ => PermissionKind.Tool,
    };

    /// <summary>SHA-256 over every part with its length in front, so that no two different questions share a text.</summary>
    public string Hash()
    {
        var canonical = new StringBuilder();
        foreach (var part in new[] { TaskId.ToString(), ClaudeSessionId, Tool, InputJson, Cwd })
        {
            canonical.Append(part.Length).Append(':').Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}
