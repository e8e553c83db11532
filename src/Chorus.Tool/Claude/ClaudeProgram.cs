namespace Chorus.Claude;

/// <summary>The Claude Code that is used: its program file and where it keeps its own records.</summary>
/// <param name="path">Absolute path of the program.</param>
/// <param name="configFolder">Its configuration folder: <c>CLAUDE_CONFIG_DIR</c>, else <c>~/.claude</c>.</param>
public sealed class ClaudeProgram(string path, string configFolder)
{
    private static readonly string[] CredentialNames = ["CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"];

    public string Path => path;

    public string ConfigFolder => configFolder;

    /// <summary>
    /// The login variables this server was started with. They go to each session by its private file, because a tmux server that lived on
    /// still has the environment of the day it was started.
    /// </summary>
    public IReadOnlyDictionary<string, string> Credentials { get; } = CredentialNames
        .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
        .Where(variable => !string.IsNullOrEmpty(variable.Value))
        .ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal);

    /// <summary>What there is to resume of a conversation. Transcripts lie in <c>projects/&lt;folder&gt;/&lt;id&gt;.jsonl</c>, one line per entry.</summary>
    public TranscriptState TranscriptOf(string sessionId)
    {
        var projects = System.IO.Path.Combine(configFolder, "projects");
        var file = Directory.Exists(projects)
            ? Directory.EnumerateDirectories(projects).Select(folder => System.IO.Path.Combine(folder, sessionId + ".jsonl")).FirstOrDefault(File.Exists)
            : null;
        if (file is null)
        {
            return TranscriptState.None;
        }

        // Claude Code writes the first turn some seconds after it ended; killed before that, the file holds settings only and --resume is refused.
        return File.ReadLines(file).Any(line => line.Contains("\"type\":\"user\"", StringComparison.Ordinal) || line.Contains("\"type\":\"assistant\"", StringComparison.Ordinal))
            ? TranscriptState.Conversation
            : TranscriptState.Empty;
    }
}
