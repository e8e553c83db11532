using System.Security.Cryptography;
using System.Text;

namespace Chorus.Configuration;

/// <summary>
/// The folder in which everything of one project lies that is not the user's: <c>$XDG_STATE_HOME/chorus/&lt;name&gt;-&lt;8 hex of its real path&gt;</c>,
/// readable by the user alone. Nothing is written into the project itself.
/// </summary>
public sealed class StateFolder
{
    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Longest path a unix socket may have on macOS (104 bytes with its end mark); Linux allows four more.</summary>
    private const int SocketPathLimit = 103;

    private const string AnotherPlace = "Name another place with XDG_STATE_HOME.";

    private readonly string sockets;

    private StateFolder(string projectPath, string root, string sockets)
    {
        ProjectPath = projectPath;
        ProjectName = Path.GetFileName(projectPath) is { Length: > 0 } name ? name : "root";
        Root = root;
        this.sockets = sockets;
    }

    /// <summary>The project's real path: links resolved, no trailing slash.</summary>
    public string ProjectPath { get; }
    public string ProjectName { get; }
    public string Root { get; }
    public string Database => Path.Combine(Root, "chorus.db");
    public string TmuxSocket => Path.Combine(sockets, "tmux.sock");
    public string TmuxConfig => Path.Combine(Root, "tmux.conf");
    /// <summary>The command line's way in: whoever can open it may do everything.</summary>
    public string ServerSocket => Path.Combine(sockets, "server.sock");
    /// <summary>The agents' way in: it takes hooks and nothing else.</summary>
    public string HookSocket => Path.Combine(sockets, "hooks.sock");
    public string Lock => Path.Combine(Root, "lock");
    public string ServerJson => Path.Combine(Root, "server.json");
    public string Token => Path.Combine(Root, "token");
    public string ClaudeSettings => Path.Combine(Root, "claude-settings.json");
    public string Keys => Path.Combine(Root, "keys");
    public string Tasks => Path.Combine(Root, "tasks");
    public string Worktrees => Path.Combine(Root, "worktrees");
    public string Backups => Path.Combine(Root, "backups");
    public string Logs => Path.Combine(Root, "logs");

    private IEnumerable<string> PrivateFolders => new[] { Root, sockets, Tasks, Backups, Logs }.Distinct(StringComparer.Ordinal);

    /// <summary>Where the project's state lies, without looking whether it is there.</summary>
    public static StateFolder Locate(string projectPath, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var project = RealPath.Of(projectPath);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..8];
        var root = Path.Combine(Home(environment), "chorus", $"{SafeName(Path.GetFileName(project))}-{digest}");
        return new StateFolder(project, root, SocketFolder(root, digest, environment));
    }

    /// <summary>The same, created if it is missing and checked.</summary>
    /// <exception cref="StateFolderException">It belongs to somebody else, is a link, is open to others, or cannot be written.</exception>
    public static StateFolder Open(string projectPath, Func<string, string?> environment)
    {
        var state = Locate(projectPath, environment);
        try
        {
            var parent = Path.GetDirectoryName(state.Root)!;
            Directory.CreateDirectory(parent, PrivateFolder);
            RefuseForeign(parent);
            foreach (var folder in state.PrivateFolders)
            {
                CreatePrivate(folder);
            }

            // Modes can lie (read-only mounts): only a write tells.
            WritePrivate(Path.Combine(state.Root, "writable"), "");
            File.Delete(Path.Combine(state.Root, "writable"));
            return state;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"The state folder {state.Root} cannot be used: {failure.Message}", AnotherPlace, failure);
        }
    }

    /// <summary>Looks at what is there already as <see cref="Open"/> would, but creates and changes nothing.</summary>
    /// <exception cref="StateFolderException">It belongs to somebody else, is a link, or is open to others.</exception>
    public void Check()
    {
        if (Path.GetDirectoryName(Root) is { } parent && Directory.Exists(parent))
        {
            RefuseForeign(parent);
        }

        foreach (var folder in PrivateFolders.Where(folder => new DirectoryInfo(folder) is { Exists: true } or { LinkTarget: not null }))
        {
            RefuseOpen(folder);
        }
    }

    /// <summary>A task's own folder, created if it is missing.</summary>
    public string TaskFolder(long id)
    {
        var folder = Path.Combine(Tasks, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder, PrivateFolder);
        return folder;
    }

    /// <summary>Replaces a file as a whole: written beside it with mode 0600, flushed to the disk, then renamed. It is never half there.</summary>
    public static void WritePrivate(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = PrivateFile }))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            // A full disk: what stood there stays, and the half file does not take the space that is missing.
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Who may write into the folder above could put another one in the place of ours.</summary>
    private static void RefuseForeign(string parent)
    {
        if (FileOwner.Of(parent) is { } owner && owner != FileOwner.Me)
        {
            throw new StateFolderException($"The folder {parent} belongs to another user (uid {owner}).", AnotherPlace);
        }

        if ((File.GetUnixFileMode(parent) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new StateFolderException($"Other users may write into the folder {parent}.", $"Close it: chmod go-w '{parent}'");
        }
    }

    private static void CreatePrivate(string folder)
    {
        var info = new DirectoryInfo(folder);
        if (!info.Exists && info.LinkTarget is null)
        {
            Directory.CreateDirectory(folder, PrivateFolder);
            // The mode above is cut by the umask only; a setgid parent or an ACL may have widened it.
            File.SetUnixFileMode(folder, PrivateFolder);
            return;
        }

        RefuseOpen(folder);
    }

    private static void RefuseOpen(string folder)
    {
        var info = new DirectoryInfo(folder);
        if (info.LinkTarget is not null)
        {
            throw new StateFolderException($"The state folder {folder} is a link.", "Remove it, or name another place with XDG_STATE_HOME.");
        }

        if ((info.UnixFileMode & ~PrivateFolder) != 0)
        {
            throw new StateFolderException($"The state folder {folder} is open to other users.", $"Close it: chmod 700 '{folder}'");
        }

        if (FileOwner.Of(folder) is { } owner && owner != FileOwner.Me)
        {
            throw new StateFolderException($"The state folder {folder} belongs to another user (uid {owner}).", AnotherPlace);
        }
    }

    private static string Home(Func<string, string?> environment)
    {
        if (environment("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state))
        {
            return state;
        }

        return environment("HOME") is { Length: > 0 } home
            ? Path.Combine(home, ".local", "state")
            : throw new StateFolderException("HOME is not set, so there is no place for the state folder.", "Set HOME or XDG_STATE_HOME.");
    }

    /// <summary>A deep home folder makes socket paths too long; then the sockets lie in the user's runtime folder.</summary>
    private static string SocketFolder(string root, string digest, Func<string, string?> environment)
    {
        if (Encoding.UTF8.GetByteCount(Path.Combine(root, "server.sock")) <= SocketPathLimit)
        {
            return root;
        }

        // Never a shared folder such as /tmp, where somebody else could have been first.
        return environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            ? Path.Combine(runtime, $"chorus-{digest}")
            : throw new StateFolderException($"The path {root} is too long for a socket.", "Name a shorter place with XDG_STATE_HOME, or set XDG_RUNTIME_DIR.");
    }

    private static string SafeName(string name)
    {
        var safe = new string([.. name.Take(40).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')]);
        return safe.Length > 0 ? safe : "root";
    }
}
