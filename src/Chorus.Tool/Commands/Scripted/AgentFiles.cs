using System.Globalization;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>The files Claude Code keeps about a session: its entry in the registry, and the transcript that <c>--resume</c> needs.</summary>
internal sealed class AgentFiles
{
    private readonly AgentArguments arguments;
    private readonly TimeProvider clock;
    private readonly string registryFile;
    private readonly string plans;
    private readonly long startedAt;
    private readonly string startTicks = StartTicks();

    public AgentFiles(AgentArguments arguments, string folder, Func<string, string?> environment, TimeProvider clock)
    {
        this.arguments = arguments;
        this.clock = clock;
        Folder = folder;
        startedAt = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var home = environment("CLAUDE_CONFIG_DIR") is { Length: > 0 } configured ? configured : Path.Combine(environment("HOME") ?? "", ".claude");
        registryFile = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "sessions")).FullName, $"{Environment.ProcessId}.json");
        plans = Path.Combine(home, "plans");
        Transcript = Path.Combine(home, "projects", folder.Replace('/', '-'), arguments.SessionId + ".jsonl");
    }

    public string Folder { get; }

    public string Transcript { get; }

    /// <summary>Why this conversation cannot begin, in Claude Code's words, or null.</summary>
    public string? Refusal() => (arguments.Resume, File.Exists(Transcript)) switch
    {
        (true, false) => $"No conversation found with session ID: {arguments.SessionId}",
        (false, true) => $"Error: Session ID {arguments.SessionId} is already in use.",
        _ => null,
    };

    public void WriteStatus(string status, string? waitingFor)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var entry = new JsonObject
        {
            ["pid"] = Environment.ProcessId,
            ["sessionId"] = arguments.SessionId,
            ["cwd"] = Folder,
            ["startedAt"] = startedAt,
            ["procStart"] = startTicks,
            ["version"] = ScriptedAgent.Version,
            ["kind"] = "interactive",
            ["entrypoint"] = "cli",
            ["name"] = arguments.Name,
            ["nameSource"] = "user",
            ["updatedAt"] = now,
            ["status"] = status,
            ["statusUpdatedAt"] = now,
        };
        if (waitingFor is not null) { entry["waitingFor"] = waitingFor; }
        File.WriteAllText(registryFile + ".tmp", entry.ToJsonString());
        File.Move(registryFile + ".tmp", registryFile, overwrite: true);
    }

    /// <summary>Keeps a plan where Claude Code keeps it; the file's path.</summary>
    public string WritePlan(string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(plans).FullName, $"{arguments.SessionId}.md");
        File.WriteAllText(path, text);
        return path;
    }

    public void Forget() => File.Delete(registryFile);

    public void Record(string role, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Transcript)!);
        var line = new JsonObject
        {
            ["type"] = role,
            ["message"] = new JsonObject { ["role"] = role, ["content"] = text },
            ["uuid"] = Guid.NewGuid().ToString(),
            ["timestamp"] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["cwd"] = Folder,
            ["sessionId"] = arguments.SessionId,
            ["version"] = ScriptedAgent.Version,
        };
        File.AppendAllText(Transcript, line.ToJsonString() + "\n");
    }

    /// <summary>Start time of this process in clock ticks since boot: with the pid it names one process for ever.</summary>
    private static string StartTicks()
    {
        if (!OperatingSystem.IsLinux()) { return ""; }
        var status = File.ReadAllText("/proc/self/stat");
        return status[(status.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
