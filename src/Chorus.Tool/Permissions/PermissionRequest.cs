using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>A question the agent cannot answer itself, exactly as it was asked, and what became of it.</summary>
public sealed record PermissionRequest
{
    /// <summary>128 random bits, base64url.</summary>
    public required string Id { get; init; }
    public required TaskId TaskId { get; init; }
    public required PermissionKind Kind { get; init; }
    public required string Tool { get; init; }
    /// <summary>The whole tool input as the agent sent it, JSON.</summary>
    public required string InputJson { get; init; }
    /// <summary>One line: "Bash: npm test".</summary>
    public required string Summary { get; init; }
    /// <summary>Claude's own suggestions (JSON array) for "always", or null.</summary>
    public string? SuggestionsJson { get; init; }
    /// <summary>Folder the tool would run in.</summary>
    public required string Cwd { get; init; }
    public required string ClaudeSessionId { get; init; }
    /// <summary>Set when a subagent asks.</summary>
    public string? AgentId { get; init; }
    /// <summary>SHA-256 (hex) of task, session, tool, whole input and folder: what a decision must name.</summary>
    public required string Hash { get; init; }
    public PermissionStatus Status { get; init; } = PermissionStatus.Open;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>browser, cli, terminal, rule or chorus; null while open.</summary>
    public string? DecidedBy { get; init; }
    /// <summary>What the user told the agent with a denial.</summary>
    public string? Message { get; init; }
    /// <summary>What was allowed instead of what was asked (JSON): a changed input, or a question's answers. Null when it was allowed as it was.</summary>
    public string? ChangedInputJson { get; init; }
    /// <summary>The rule that allowed it, or that was made with the decision.</summary>
    public long? RuleId { get; init; }
    /// <summary>The request as it was asked, for holding it against rules.</summary>
    internal PermissionQuestion AsQuestion() => new(TaskId, "", ClaudeSessionId, AgentId, Tool, InputJson, SuggestionsJson, Cwd, Summary);

    /// <summary>The change to a file as <see cref="FileChange"/> in JSON; null where there is none to show.</summary>
    public string? PreviewJson { get; init; }

    /// <summary>Whether another task asks for the same call with the same input, so that one answer can be meant for both.</summary>
    public bool IsLike(PermissionRequest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Id != other.Id && Kind is PermissionKind.Tool && other.Kind is PermissionKind.Tool && Tool == other.Tool && InputJson == other.InputJson;
    }
}
