using System.Globalization;

namespace Chorus.Tmux;

/// <summary>Looking at panes, and creating, restarting, sizing and ending them.</summary>
public sealed partial class TmuxServer
{
    /// <summary>Carries a folder into <c>-c</c>, which tmux expands: the value of an option is put in as it is.</summary>
    private const string FolderOption = "@chorus_folder";

    private const string GenerationFormat = "#{pid} #{start_time} #{version}";

    /// <summary>All panes but the one of the connection itself.</summary>
    public async Task<TmuxSnapshot> ListAsync(CancellationToken cancellationToken)
    {
        var blocks = await RunAsync("list-panes", TmuxSyntax.Command("list-panes", "-a", "-F", TmuxPane.Format), cancellationToken);
        if (generation is not { } current) { throw new TmuxException("list-panes", "the server was not started"); }

        // The connection outlives a deleted socket; the user's own terminal would not find the way.
        if (!File.Exists(socketPath))
        {
            LogSocketMissing(current.Pid);
            ServerProcess.AskForSocket(current.Pid);
        }
        return new TmuxSnapshot(current.Pid, current.StartTime, Panes(blocks).ToList());
    }

    /// <summary>Creates a session without a terminal. The name must be free.</summary>
    public async Task<TmuxPane> NewSessionAsync(NewSession request, CancellationToken cancellationToken)
    {
        var session = TmuxTarget.Session(TmuxTarget.Name(request.Name));
        var pane = TmuxTarget.PaneOf(request.Name);
        var blocks = await RunAsync(
            $"new-session -s {request.Name}",
            TmuxSyntax.Sequence(
                PutFolder(request.Folder),
                TmuxSyntax.Command(
                    "new-session",
                    ["-d", "-s", request.Name, "-x", Number(TmuxConfiguration.Columns), "-y", Number(TmuxConfiguration.Rows), "-c", $"#{{{FolderOption}}}", "--", .. Program(request.Command)]),
                TmuxSyntax.Command("set-option", "-t", pane, "@chorus_project", request.Project),
                TmuxSyntax.Command("set-option", "-t", pane, "@chorus_task", request.TaskTag),
                // tmux 3.2a ignores the size of a session that nobody looks at.
                Size(pane, TmuxConfiguration.Columns, TmuxConfiguration.Rows),
                TmuxSyntax.Command("list-panes", "-s", "-t", session, "-F", TmuxPane.Format)),
            cancellationToken);
        return Panes(blocks).FirstOrDefault()
            ?? throw new TmuxException($"new-session -s {request.Name}", "the session was not there any more");
    }

    /// <summary>Starts another program in a pane whose program ended or is ended by this; pane id, history and viewers stay.</summary>
    public async Task RespawnAsync(string paneId, string folder, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var pane = TmuxTarget.Pane(paneId);
        await RunAsync(
            $"respawn-pane -t {pane}",
            TmuxSyntax.Sequence(
                PutFolder(folder),
                TmuxSyntax.Command("respawn-pane", ["-k", "-t", pane, "-c", $"#{{{FolderOption}}}", "--", .. Program(command)])),
            cancellationToken);
    }

    /// <summary>Ends a session, named by its id or by its whole name; that it is gone already is no failure.</summary>
    public async Task KillSessionAsync(string session, CancellationToken cancellationToken)
    {
        var target = TmuxTarget.Session(session);
        try
        {
            await RunAsync($"kill-session -t {target}", TmuxSyntax.Command("kill-session", "-t", target), cancellationToken);
        }
        catch (TmuxException failure) when (failure is not TmuxServerLostException)
        {
            var snapshot = await ListAsync(cancellationToken);
            if (snapshot.Panes.Any(pane => pane.SessionId == session || pane.SessionName == session)) { throw; }
        }
    }

    /// <summary>What the pane shows, with as many lines of its history; colours are escape sequences.</summary>
    public async Task<string> CaptureAsync(string paneId, bool colours, int historyLines, CancellationToken cancellationToken)
    {
        string[] options = ["-p", .. colours ? new[] { "-e" } : [], .. historyLines > 0 ? new[] { "-S", Number(-historyLines) } : []];
        var blocks = await RunAsync(
            $"capture-pane -t {paneId}",
            // Alone on its line: its answer is foreign text.
            TmuxSyntax.Command("capture-pane", [.. options, "-t", TmuxTarget.Pane(paneId)]),
            cancellationToken);
        return string.Join('\n', blocks[0].Lines);
    }

    /// <summary>Gives a pane's window a size; the next terminal that attaches brings its own.</summary>
    public async Task ResizeAsync(string paneId, int columns, int rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        await RunAsync($"resize-window -t {paneId}", Size(TmuxTarget.Pane(paneId), columns, rows), cancellationToken);
    }

    private static string Size(string target, int columns, int rows) =>
        TmuxSyntax.Sequence(
            TmuxSyntax.Command("resize-window", "-t", target, "-x", Number(columns), "-y", Number(rows)),
            // resize-window pins the size; the window shall follow its viewers.
            TmuxSyntax.Command("set-option", "-wu", "-t", target, "window-size"));

    private static string PutFolder(string folder)
    {
        // tmux would silently take another folder.
        if (!Directory.Exists(folder)) { throw new TmuxException("new-session", $"the folder {folder} does not exist"); }

        return TmuxSyntax.Command("set-option", "-g", FolderOption, Path.GetFullPath(folder));
    }

    /// <summary>tmux gives a single word to a shell, two and more directly to the program.</summary>
    private static IReadOnlyList<string> Program(IReadOnlyList<string> command) => command switch
    {
        [] => throw new ArgumentException("A session needs a program.", nameof(command)),
        [var only] => ["/bin/sh", "-c", "exec \"$0\"", only],
        _ => command,
    };

    private static IEnumerable<TmuxPane> Panes(IReadOnlyList<ControlBlock> blocks)
    {
        foreach (var row in blocks.SelectMany(block => block.Lines))
        {
            if (TmuxPane.TryParse(row, out var pane) && pane.SessionName != HomeSession) { yield return pane; }
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
