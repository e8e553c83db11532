namespace Chorus.Claude;

/// <summary>Knows where Claude Code keeps its own files: <c>CLAUDE_CONFIG_DIR</c>, else <c>~/.claude</c>.</summary>
internal static class ClaudeFolder
{
    public static string Locate(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment("CLAUDE_CONFIG_DIR") is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(Home(environment), ".claude");
    }

    /// <summary>The user's <c>.claude.json</c>, which stands beside the folder unless the folder was named.</summary>
    public static string UserFile(Func<string, string?> environment) =>
        environment("CLAUDE_CONFIG_DIR") is { Length: > 0 } folder ? Path.Combine(folder, ".claude.json") : Path.Combine(Home(environment), ".claude.json");

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
