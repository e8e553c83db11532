namespace Chorus.EndToEnd.Fixtures;

/// <summary>
/// The machine as one test sees it: its own home, project, state folder, configuration and PATH, and no variable of the caller.
/// Whatever was started in it is found by its HOME and ended with it.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Token = "dummy-token-of-the-tests";

    private readonly string root = Directory.CreateTempSubdirectory("chorus-e2e-").FullName;

    /// <param name="anthropic">Where the API is played; null when no agent asks a model.</param>
    /// <param name="project">Name of the project's folder.</param>
    public Sandbox(Uri? anthropic = null, string project = "project")
    {
        // macOS: the temporary folder is behind a link, and trust is looked up by the real path.
        root = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;
        Project = Directory.CreateDirectory(Path.Combine(root, project)).FullName;
        File.WriteAllText(Path.Combine(Project, "README.md"), "# A project\n");
        Home = new ClaudeHome(Path.Combine(root, "home"), Project).FullName;
        State = Path.Combine(root, "state");
        Programs = Directory.CreateDirectory(Path.Combine(root, "bin")).FullName;
        Config = Path.Combine(root, "chorus.toml");
        Variables = new Dictionary<string, string>
        {
            ["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = Home,
            ["XDG_STATE_HOME"] = State,
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
            ["ANTHROPIC_AUTH_TOKEN"] = Token,
        };
        if (anthropic is not null) { Variables["ANTHROPIC_BASE_URL"] = anthropic.AbsoluteUri.TrimEnd('/'); }
        WriteConfig(0);
    }

    public string Project { get; }
    public string Home { get; }
    /// <summary><c>$XDG_STATE_HOME</c>.</summary>
    public string State { get; }
    /// <summary>Folder that comes first in the PATH.</summary>
    public string Programs { get; }
    public string Config { get; }
    public Dictionary<string, string> Variables { get; }

    /// <summary>The project's folder below <see cref="State"/>.</summary>
    public string StateOfProject => Directory.GetDirectories(Path.Combine(State, "chorus"), $"{Path.GetFileName(Project)}-*").Single();

    public void WriteConfig(int port, string more = "") => File.WriteAllText(Config, $"""
        [server]
        host = "127.0.0.1"
        port = {port}
        [tmux]
        session_prefix = "claude"
        poll_interval = 0.25
        [claude]
        permission_mode = "manual"
        [stacks]
        mode = "none"
        [notifications]
        desktop = false
        {more}
        """);

    /// <summary>Makes a program of this name the first one in the PATH.</summary>
    public void AddProgram(string name, string target) => File.CreateSymbolicLink(Path.Combine(Programs, name), target);

    public void AddScript(string name, string text)
    {
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Leaves only the named programs in the PATH.</summary>
    public void RestrictPath(params IEnumerable<string> programs)
    {
        foreach (var name in programs) { AddProgram(name, Place.Program(name)); }
        Variables["PATH"] = Programs;
    }

    public string InProject(string file) => Path.Combine(Project, file);

    public LocalProcess Start(params IReadOnlyList<string> arguments) =>
        LocalProcess.Start(Place.Dotnet, ["exec", Place.Chorus, .. arguments], Project, Variables);

    /// <summary>The same through a starter of <see cref="AddScript"/> that execs dotnet.</summary>
    public LocalProcess StartWith(string starter, params IReadOnlyList<string> arguments) =>
        LocalProcess.Start(Path.Combine(Programs, starter), ["exec", Place.Chorus, .. arguments], Project, Variables);

    /// <summary>Runs <c>chorus</c> in the project to its end.</summary>
    public Task<Finished> CliAsync(params IReadOnlyList<string> arguments) => CliWithInputAsync("", arguments);

    public Task<Finished> CliWithInputAsync(string input, params IReadOnlyList<string> arguments) =>
        LocalProcess.RunAsync(Place.Dotnet, ["exec", Place.Chorus, .. arguments], Project, Variables, input);

    public Task<Finished> TmuxAsync(params IReadOnlyList<string> arguments) =>
        LocalProcess.RunAsync(Place.Program("tmux"), ["-S", Path.Combine(StateOfProject, "tmux.sock"), .. arguments], Project, Variables);

    /// <summary>The running processes that were started in this sandbox, however many parents ago.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. RunningProcesses.All().Where(id => RunningProcesses.EnvironmentOf(id).Contains($"HOME={Home}", StringComparer.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path.Combine(State, "chorus")))
        {
            foreach (var socket in Directory.GetFiles(State, "tmux.sock", SearchOption.AllDirectories))
            {
                await LocalProcess.RunAsync(Place.Program("tmux"), ["-S", socket, "kill-server"], root, Variables);
            }
        }

        foreach (var id in Processes()) { LocalProcess.Kill(id); }
        await Eventually.TrueAsync("every process of the test has ended", () => Processes().Count == 0);
        Directory.Delete(root, recursive: true);
    }
}
