using Chorus.Tasks;

namespace Chorus.Permissions.Rules;

/// <summary>Something the user allowed for more than once, with where it came from.</summary>
public sealed record PermissionRule
{
    public long Id { get; init; }
    public required RuleReach Reach { get; init; }
    /// <summary>The task it was made for.</summary>
    public required TaskId? Task { get; init; }
    /// <summary>The conversation it was made in.</summary>
    public required string? ClaudeSessionId { get; init; }
    /// <summary>The tool, or <see cref="RuleMatch.EditTools"/> for all that change files.</summary>
    public required string Tool { get; init; }
    public required RuleScope Scope { get; init; }
    public required string Value { get; init; }
    /// <summary>The same in Claude Code's own words, such as <c>Bash(npm test *)</c>; null when it has none.</summary>
    public string? ClaudeRule { get; init; }
    /// <summary>The request it was made from, in one line.</summary>
    public required string MadeFrom { get; init; }
    /// <summary>browser or cli.</summary>
    public required string MadeBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public int Uses { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it speaks for this question, as far as reach goes.</summary>
    public bool Reaches(TaskId task, string claudeSessionId) => Reach switch
    {
        RuleReach.Project => true,
        RuleReach.Task => Task == task,
        _ => Task == task && ClaudeSessionId == claudeSessionId,
    };
}
