using Chorus.Permissions.Rules;

namespace Chorus.Permissions;

/// <summary>How a request is closed.</summary>
/// <param name="By">browser, cli, terminal, rule or chorus.</param>
public sealed record Closing(PermissionStatus Status, string By)
{
    /// <summary>What the agent is told with a denial.</summary>
    public string? Message { get; init; }
    /// <summary>The exact text that answers the hook; null when the terminal has the word.</summary>
    public string? Answer { get; init; }
    /// <summary>What was allowed instead of what was asked.</summary>
    public string? ChangedInputJson { get; init; }
    /// <summary>The rule that allowed it.</summary>
    public long? RuleId { get; init; }
    /// <summary>The rule to be made with it.</summary>
    public PermissionRule? NewRule { get; init; }
    /// <summary>The turn ends with it.</summary>
    public bool EndsTurn { get; init; }
    /// <summary>Its hook went away: whether the turn ended with it is not known here.</summary>
    public bool RelayLost { get; init; }
}
