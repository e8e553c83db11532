namespace Chorus.Claude;

/// <summary>What one start of Claude Code needs to know.</summary>
public sealed record ClaudeLaunchRequest
{
    /// <summary>Absolute path of the program.</summary>
    public required string Program { get; init; }
    /// <summary>The user's own arguments; they come before Chorus'.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
    /// <summary>Absolute path of the file made by <see cref="ClaudeLaunch.EnvironmentFile"/>; the start deletes it.</summary>
    public required string EnvironmentFile { get; init; }
    public required string SettingsFile { get; init; }
    /// <summary>Text that is added to the system prompt. Claude Code keeps the text of the first start when it resumes.</summary>
    public string? BriefFile { get; init; }
    public required string SessionId { get; init; }
    /// <summary>True when the Claude session exists already: asking for its id again would be refused.</summary>
    public bool Resume { get; init; }
    public required string PermissionMode { get; init; }
    public string? Model { get; init; }
    public required string Name { get; init; }
    /// <summary>Reaches the model byte for byte, except that a known slash command at its start is carried out.</summary>
    public string? FirstPrompt { get; init; }
}
