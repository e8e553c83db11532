using System.Globalization;
using System.Text.RegularExpressions;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>The doctor's look at the programs Chorus drives.</summary>
internal static partial class ProgramChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(Func<string, string?> environment, CancellationToken cancellationToken) =>
    [
        Tmux(await VersionAsync("tmux", ["-V"], environment, cancellationToken)),
        Claude(await VersionAsync("claude", ["--version"], environment, cancellationToken)),
        Login(environment),
        Needed("git", await VersionAsync("git", ["--version"], environment, cancellationToken), Grade.Fail, "Install git: apt install git, or brew install git."),
        Needed("but", await VersionAsync("but", ["--version"], environment, cancellationToken), Grade.Warn, "Only for GitButler stacks: install the GitButler CLI, or set [stacks] mode."),
        Needed("ttyd", await VersionAsync("ttyd", ["--version"], environment, cancellationToken), Grade.Ok, "Only for [terminal] provider = \"ttyd\"; the built-in terminal needs nothing."),
        Notifier(environment),
    ];

    /// <summary>Minimum 3.2a; before 3.4 a paste into a dead pane can crash the tmux server.</summary>
    internal static Finding Tmux(string? version)
    {
        const string cure = "Install tmux 3.4 or newer: apt install tmux, or brew install tmux.";
        if (version is null) { return new(Grade.Fail, "tmux", "not found", cure); }
        if (TmuxNumber().Match(version) is not { Success: true } match) { return new(Grade.Warn, "tmux", $"unknown version: {version}", cure); }

        var number = (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        var tooOld = number.CompareTo((3, 2)) < 0 || (number == (3, 2) && match.Groups[3].Length == 0);
        if (tooOld) { return new(Grade.Fail, "tmux", $"{version} is too old; 3.2a is the oldest that works", cure); }
        return number.CompareTo((3, 4)) < 0
            ? new(Grade.Warn, "tmux", $"{version} works, but has crashes that 3.4 mended", cure)
            : new(Grade.Ok, "tmux", version);
    }

    internal static Finding Claude(string? version) => version is null
        ? new(Grade.Fail, "claude", "not found", "Install Claude Code: npm install -g @anthropic-ai/claude-code. Without an account, look at: chorus demo")
        : new(Grade.Ok, "claude", version);

    internal static Finding Login(Func<string, string?> environment)
    {
        foreach (var name in new[] { "CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN" })
        {
            if (environment(name) is { Length: > 0 }) { return new(Grade.Ok, "login", $"{name} is set"); }
        }

        var folder = environment("CLAUDE_CONFIG_DIR") is { Length: > 0 } configured ? configured : Path.Combine(environment("HOME") ?? "", ".claude");
        if (File.Exists(Path.Combine(folder, ".credentials.json"))) { return new(Grade.Ok, "login", "Claude Code is logged in"); }
        return OperatingSystem.IsMacOS()
            ? new(Grade.Ok, "login", "kept in the keychain, which is not looked into")
            : new(Grade.Warn, "login", "no login found", "Run claude and log in once, or set CLAUDE_CODE_OAUTH_TOKEN (claude setup-token makes one).");
    }

    private static Finding Needed(string name, string? version, Grade missing, string cure) =>
        version is null ? new(missing, name, "not found", cure) : new(Grade.Ok, name, version);

    private static Finding Notifier(Func<string, string?> environment)
    {
        var name = OperatingSystem.IsMacOS() ? "osascript" : "notify-send";
        return ProgramFinder.Find(name, environment) is { } path
            ? new(Grade.Ok, "notifier", path)
            : new(Grade.Warn, "notifier", $"{name} not found", "Only for desktop notifications: apt install libnotify-bin.");
    }

    /// <summary>The first line the program prints, or null when there is no such program.</summary>
    private static async Task<string?> VersionAsync(string name, IReadOnlyList<string> arguments, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        if (ProgramFinder.Find(name, environment) is not { } path) { return null; }
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessRequest(path, arguments), cancellationToken);
            return result.Output.Trim().Split('\n')[0].Trim();
        }
        catch (ProgramNotFoundException) { return null; }
        catch (ProcessFailedException failure) { return $"does not answer: {failure.Message}"; }
    }

    [GeneratedRegex(@"(\d+)\.(\d+)([a-z]?)", RegexOptions.CultureInvariant)]
    private static partial Regex TmuxNumber();
}
