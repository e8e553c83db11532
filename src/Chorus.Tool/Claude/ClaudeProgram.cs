namespace Chorus.Claude;

/// <summary>The Claude Code that is used: its program file and where it keeps its own records.</summary>
/// <param name="path">Absolute path of the program.</param>
/// <param name="configFolder">Its configuration folder: <c>CLAUDE_CONFIG_DIR</c>, else <c>~/.claude</c>.</param>
public sealed class ClaudeProgram(string path, string configFolder)
{
    public string Path => path;

    public string ConfigFolder => configFolder;

    /// <summary>Whether a conversation left a transcript, which decides between <c>--resume</c> and <c>--session-id</c>. Transcripts lie in <c>projects/&lt;folder&gt;/&lt;id&gt;.jsonl</c>.</summary>
    public bool HasTranscript(string sessionId)
    {
        var projects = System.IO.Path.Combine(configFolder, "projects");
        return Directory.Exists(projects) && Directory.EnumerateDirectories(projects).Any(folder => File.Exists(System.IO.Path.Combine(folder, sessionId + ".jsonl")));
    }
}
