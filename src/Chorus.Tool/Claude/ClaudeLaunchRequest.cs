namespace Chorus.Claude;

/// <summary>What one start of Claude Code needs.</summary>
public sealed record ClaudeLaunchRequest
{
    public required string Program { get; init; }
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
    /// <summary>Private file with the session's environment; the launch reads and deletes it.</summary>
    public required string EnvironmentFile { get; init; }
    public required string SettingsFile { get; init; }
    public required string BriefFile { get; init; }
    public required string SessionId { get; init; }
    public required bool Resume { get; init; }
    public required string PermissionMode { get; init; }
    public string? Model { get; init; }
    public required string Name { get; init; }
    /// <summary>What the agent is asked at once; null waits for the user.</summary>
    public string? FirstPrompt { get; init; }
}
