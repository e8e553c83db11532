using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>The folder a demo plays in: a git project, a configuration with the scripted agent, and state of its own. Disposed, all of it is gone.</summary>
internal sealed class DemoFolder : IAsyncDisposable
{
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(5);
    private readonly string root = Directory.CreateTempSubdirectory("chorus-demo-").FullName;

    public string Project => Path.Combine(root, "melody");

    public string Config => Path.Combine(root, "chorus.toml");

    /// <summary>What keeps the demo away from the user's own state and conversations.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["XDG_STATE_HOME"] = Path.Combine(root, "state"),
        ["CLAUDE_CONFIG_DIR"] = Path.Combine(root, "claude"),
    };

    public StateFolder State => StateFolder.Locate(Project, Environment.GetEnvironmentVariable);

    public async Task FillAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Project);
        foreach (var folder in Variables.Values) { Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }
        await File.WriteAllTextAsync(Path.Combine(Project, "README.md"), "# Melody\n\nA small project for the Chorus demo.\n", cancellationToken);
        await File.WriteAllTextAsync(Config, Configuration(), cancellationToken);
        foreach (var arguments in new string[][] { ["init", "-q"], ["add", "."], ["-c", "user.name=Demo", "-c", "user.email=demo@localhost", "commit", "-q", "-m", "First note"] })
        {
            await ProcessRunner.RunAsync(new ProcessRequest("git", arguments) { WorkingDirectory = Project }, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Killing tmux is asynchronous; the agents write into the folder until they are gone.
        using var limit = new CancellationTokenSource(GoneLimit);
        try
        {
            await ProcessRunner.RunAsync(new ProcessRequest("tmux", ["-S", State.TmuxSocket, "kill-server"]), limit.Token);
        }
        catch (ProcessFailedException) { } // No tmux server was started.
        catch (OperationCanceledException) { }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            try
            {
                Directory.Delete(root, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException) { return; }
            catch (IOException) when (!limit.IsCancellationRequested) { await timer.WaitForNextTickAsync(CancellationToken.None); }
        }
    }

    private static string Configuration()
    {
        var (program, arguments) = (ThisProgram.Command[0], ThisProgram.Command.Skip(1).Append("scripted-agent"));
        return $"""
            [server]
            port = 0

            [claude]
            command = {Quoted(program)}
            args = [{string.Join(", ", arguments.Select(Quoted))}]

            [stacks]
            mode = "none"

            [notifications]
            desktop = false

            """;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
