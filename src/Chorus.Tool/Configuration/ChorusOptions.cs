using System.Text.RegularExpressions;

namespace Chorus.Configuration;

/// <summary>Everything <c>chorus.toml</c> can say, one record per table, with the defaults a missing key gets.</summary>
public sealed record ChorusOptions
{
    public ServerOptions Server { get; init; } = new();
    public DatabaseOptions Database { get; init; } = new();
    public TmuxOptions Tmux { get; init; } = new();
    public EditorOptions Editor { get; init; } = new();
    public DocumentsOptions Documents { get; init; } = new();
    public StatusOptions Status { get; init; } = new();
    public ClaudeOptions Claude { get; init; } = new();
    public StacksOptions Stacks { get; init; } = new();
    public QueueOptions Queue { get; init; } = new();
    public NotificationsOptions Notifications { get; init; } = new();
    public TerminalOptions Terminal { get; init; } = new();
    public LoggingOptions Logging { get; init; } = new();
}

/// <summary><c>[server]</c>: where the dashboard listens and under which names it answers.</summary>
public sealed record ServerOptions
{
    /// <summary>Address to bind. Anything but loopback needs <see cref="AllowRemote"/> and <see cref="AllowedHosts"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";
    /// <summary>TCP port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; } = 8000;
    public bool AllowRemote { get; init; }
    /// <summary>Host names (without port) the server answers to besides the loopback ones.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
    /// <summary>PEM or PFX certificate file; with it the server speaks https.</summary>
    public string? Certificate { get; init; }
    public string? CertificateKey { get; init; }
}

/// <summary><c>[database]</c>: an SQLAlchemy-style URL; a relative path lies in the state folder.</summary>
public sealed record DatabaseOptions
{
    public string Url { get; init; } = "sqlite:///chorus.db";
}

/// <summary><c>[tmux]</c>.</summary>
public sealed record TmuxOptions
{
    /// <summary>Session names are <c>prefix-id</c>; lower-case letters, digits and hyphens only.</summary>
    public string SessionPrefix { get; init; } = "claude";
    /// <summary>Time between two looks at the panes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary><c>[editor]</c>.</summary>
public sealed record EditorOptions
{
    public string Command { get; init; } = "vim";
}

/// <summary><c>[documents]</c>: globs, relative to the project.</summary>
public sealed record DocumentsOptions
{
    public IReadOnlyList<string> Patterns { get; init; } = ["*.md", "docs/**/*.md", ".claude/**/*.md"];
}

/// <summary><c>[status.idle]</c> and <c>[status.waiting]</c>: last-resort screen patterns, tried on the last lines of the screen.</summary>
public sealed record StatusOptions
{
    public IReadOnlyList<Regex> IdlePatterns { get; init; } = [];
    public IReadOnlyList<Regex> WaitingPatterns { get; init; } = [];
}

/// <summary><c>[claude]</c>: how Claude Code is started.</summary>
public sealed record ClaudeOptions
{
    public string Command { get; init; } = "claude";
    /// <summary>Extra arguments, passed before Chorus' own.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];
    /// <summary>What Claude Code 2.1 takes as <c>--permission-mode</c>.</summary>
    public static IReadOnlyList<string> PermissionModes { get; } = ["manual", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"];

    /// <summary>Default permission mode of a task, one of <see cref="PermissionModes"/>.</summary>
    public string PermissionMode { get; init; } = "manual";
    public string? Model { get; init; }
}

/// <summary><c>[stacks]</c>: where a task's commits go.</summary>
public sealed record StacksOptions
{
    /// <summary>auto, gitbutler, worktree or none.</summary>
    public string Mode { get; init; } = "auto";
    public string BranchPrefix { get; init; } = "chorus/";
    public string? Base { get; init; }
    /// <summary>turn or edit.</summary>
    public string CommitPer { get; init; } = "turn";
    public IReadOnlyList<string> Copy { get; init; } = [".env*", "*.local.*", ".claude/settings.local.json"];
    public string? SetupCommand { get; init; }
    public bool Guard { get; init; } = true;
    public IReadOnlyList<string> SharedPaths { get; init; } = [];
}

/// <summary><c>[queue]</c>.</summary>
public sealed record QueueOptions
{
    public int MaxRunning { get; init; } = 8;
    public bool AutoStart { get; init; }
}

/// <summary><c>[notifications]</c>.</summary>
public sealed record NotificationsOptions
{
    public bool Desktop { get; init; } = true;
    public bool Sound { get; init; }
    public bool Push { get; init; } = true;
    /// <summary>Local time range such as <c>22:00-07:00</c>, or null.</summary>
    public string? QuietHours { get; init; }
    public IReadOnlyList<string> Events { get; init; } = ["permission", "question", "plan", "turn-ended", "error", "limit"];
}

/// <summary><c>[terminal]</c>.</summary>
public sealed record TerminalOptions
{
    /// <summary>built-in, ttyd or off.</summary>
    public string Provider { get; init; } = "built-in";
}

/// <summary><c>[logging]</c>.</summary>
public sealed record LoggingOptions
{
    /// <summary>trace, debug, information, warning or error.</summary>
    public string Level { get; init; } = "information";
}
