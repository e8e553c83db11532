using System.Text.RegularExpressions;

namespace Chorus.Configuration;

/// <summary>Reads <c>chorus.toml</c>. It tells everything that is wrong at once, each with its place.</summary>
public static partial class ConfigurationFile
{
    private static readonly string[] Events = ["permission", "question", "plan", "turn-ended", "interrupted", "error", "limit", "login", "trust", "crashed", "lost", "completed", "failed"];

    public static ConfigurationResult Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ConfigurationResult(new ChorusOptions(), [new ConfigurationProblem(path, 1, 1, $"cannot be read: {failure.Message}")], []);
        }

        return Parse(text, path);
    }

    internal static ConfigurationResult Parse(string text, string file)
    {
        var keys = TomlKeys.Parse(text, file);
        var options = keys.Problems.Count > 0 ? new ChorusOptions() : Read(keys);
        return new ConfigurationResult(options, [.. keys.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)], keys.Warnings);
    }

    private static ChorusOptions Read(TomlKeys keys)
    {
        var options = new ChorusOptions
        {
            Server = Server(keys, new ServerOptions()),
            Database = Database(keys, new DatabaseOptions()),
            Tmux = Tmux(keys, new TmuxOptions()),
            Editor = new EditorOptions { Command = NotEmpty(keys, "editor.command") ?? new EditorOptions().Command },
            Documents = new DocumentsOptions { Patterns = Texts(keys, "documents.patterns") ?? new DocumentsOptions().Patterns },
            Status = new StatusOptions { IdlePatterns = ScreenPatterns.Read(keys, "status.idle.patterns") ?? [], WaitingPatterns = ScreenPatterns.Read(keys, "status.waiting.patterns") ?? [] },
            Claude = Claude(keys, new ClaudeOptions()),
            Stacks = Stacks(keys, new StacksOptions()),
            Queue = new QueueOptions { MaxRunning = keys.Integer("queue.max_running", 1, 200) ?? new QueueOptions().MaxRunning, AutoStart = keys.Flag("queue.auto_start") ?? false },
            Notifications = Notifications(keys, new NotificationsOptions()),
            Terminal = new TerminalOptions { Provider = keys.OneOf("terminal.provider", "built-in", "ttyd", "off") ?? new TerminalOptions().Provider },
            Logging = new LoggingOptions { Level = keys.OneOf("logging.level", "trace", "debug", "information", "warning", "error") ?? new LoggingOptions().Level },
        };
        keys.RefuseUnknown();
        return options;
    }

    private static ServerOptions Server(TomlKeys keys, ServerOptions defaults) => new()
    {
        Host = keys.Text("server.host") ?? defaults.Host,
        Port = keys.Integer("server.port", 0, 65535) ?? defaults.Port,
        AllowRemote = keys.Flag("server.allow_remote") ?? defaults.AllowRemote,
        AllowedHosts = Texts(keys, "server.allowed_hosts") ?? defaults.AllowedHosts,
        Certificate = NotEmpty(keys, "server.certificate"),
        CertificateKey = NotEmpty(keys, "server.certificate_key"),
    };

    private static DatabaseOptions Database(TomlKeys keys, DatabaseOptions defaults)
    {
        var url = keys.Text("database.url") ?? defaults.Url;
        if (DatabaseUrl.Problem(url) is { } problem)
        {
            keys.Problem("database.url", $"database.url: {problem}");
        }

        return new DatabaseOptions { Url = url };
    }

    private static TmuxOptions Tmux(TomlKeys keys, TmuxOptions defaults)
    {
        var prefix = keys.Text("tmux.session_prefix") ?? defaults.SessionPrefix;
        if (!SessionPrefix().IsMatch(prefix))
        {
            keys.Problem("tmux.session_prefix", "tmux.session_prefix must be 1 to 30 lower-case letters, digits or hyphens, beginning with a letter");
        }

        return new TmuxOptions
        {
            SessionPrefix = prefix,
            PollInterval = keys.Number("tmux.poll_interval", 0.1, 60) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.PollInterval,
        };
    }

    private static ClaudeOptions Claude(TomlKeys keys, ClaudeOptions defaults) => new()
    {
        Command = NotEmpty(keys, "claude.command") ?? defaults.Command,
        Args = Texts(keys, "claude.args") ?? defaults.Args,
        PermissionMode = keys.OneOf("claude.permission_mode", [.. ClaudeOptions.PermissionModes]) ?? defaults.PermissionMode,
        Model = NotEmpty(keys, "claude.model"),
    };

    private static StacksOptions Stacks(TomlKeys keys, StacksOptions defaults)
    {
        var prefix = keys.Text("stacks.branch_prefix") ?? defaults.BranchPrefix;
        if (!BranchPrefix().IsMatch(prefix))
        {
            keys.Problem("stacks.branch_prefix", "stacks.branch_prefix may have letters, digits, hyphens, underscores and slashes");
        }

        return new StacksOptions
        {
            Mode = keys.OneOf("stacks.mode", "auto", "gitbutler", "worktree", "none") ?? defaults.Mode,
            BranchPrefix = prefix,
            Base = NotEmpty(keys, "stacks.base"),
            CommitPer = keys.OneOf("stacks.commit_per", "turn", "edit") ?? defaults.CommitPer,
            Copy = Texts(keys, "stacks.copy") ?? defaults.Copy,
            SetupCommand = NotEmpty(keys, "stacks.setup_command"),
            Guard = keys.Flag("stacks.guard") ?? defaults.Guard,
            SharedPaths = Texts(keys, "stacks.shared_paths") ?? defaults.SharedPaths,
        };
    }

    private static NotificationsOptions Notifications(TomlKeys keys, NotificationsOptions defaults)
    {
        var quiet = NotEmpty(keys, "notifications.quiet_hours");
        if (quiet is not null && !QuietHours().IsMatch(quiet))
        {
            keys.Problem("notifications.quiet_hours", "notifications.quiet_hours must look like 22:00-07:00");
        }

        var events = keys.Texts("notifications.events");
        foreach (var (text, span) in events ?? [])
        {
            if (!Events.Contains(text, StringComparer.Ordinal))
            {
                keys.Problem(span, $"notifications.events: '{text}' is none of {string.Join(", ", Events)}");
            }
        }

        return new NotificationsOptions
        {
            Desktop = keys.Flag("notifications.desktop") ?? defaults.Desktop,
            Sound = keys.Flag("notifications.sound") ?? defaults.Sound,
            Push = keys.Flag("notifications.push") ?? defaults.Push,
            QuietHours = quiet,
            Events = events is null ? defaults.Events : [.. events.Select(item => item.Text)],
        };
    }

    private static List<string>? Texts(TomlKeys keys, string key) => keys.Texts(key)?.Select(item => item.Text).ToList();

    private static string? NotEmpty(TomlKeys keys, string key)
    {
        if (keys.Text(key) is not { } text)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            keys.Problem(key, $"{key} is empty; leave the key out for the default");
        }

        return text;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,29}$")]
    private static partial Regex SessionPrefix();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_/-]{0,60}$")]
    private static partial Regex BranchPrefix();

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
    private static partial Regex QuietHours();
}
