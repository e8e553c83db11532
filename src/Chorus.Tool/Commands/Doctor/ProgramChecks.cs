using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Tmux;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at the programs Chorus drives.</summary>
internal sealed class ProgramChecks(ChorusOptions options, Func<string, string?> environment)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => await Task.WhenAll(
        TmuxAsync(cancellationToken),
        ClaudeAsync(cancellationToken),
        Task.FromResult(Login()),
        NeededAsync("git", Grade.Fail, "Install git: apt install git, or brew install git.", cancellationToken),
        NeededAsync("but", ButMissing, "Only for GitButler stacks: install the GitButler CLI, or set [stacks] mode to worktree or none.", cancellationToken),
        NeededAsync("ttyd", options.Terminal.Provider == "ttyd" ? Grade.Fail : Grade.Ok, "Only for [terminal] provider = \"ttyd\"; the built-in terminal needs nothing.", cancellationToken),
        CurlAsync(cancellationToken),
        Task.FromResult(Notifier()));

    private Grade ButMissing => options.Stacks.Mode switch
    {
        "gitbutler" => Grade.Fail,
        "auto" => Grade.Warn,
        _ => Grade.Ok,
    };

    /// <summary>Before 3.4 a paste into a dead pane can end the tmux server with all its sessions.</summary>
    private async Task<Finding> TmuxAsync(CancellationToken cancellationToken)
    {
        var cure = $"Install tmux {TmuxVersion.Recommended} or newer: apt install tmux, or brew install tmux.";
        if (ProgramFinder.Find("tmux", environment) is not { } path) { return new(Grade.Fail, "tmux", "not found", cure); }
        try
        {
            return await TmuxVersion.ReadAsync(path, cancellationToken) switch
            {
                { IsSupported: false } version => new(Grade.Fail, "tmux", $"{version} is too old; {TmuxVersion.Minimum} is the oldest that works", cure),
                { IsRecommended: false } version => new(Grade.Warn, "tmux", $"{version} works, but has crashes that {TmuxVersion.Recommended} mended", cure),
                var version => new(Grade.Ok, "tmux", $"{version} ({path})"),
            };
        }
        catch (TmuxException failure) { return new(Grade.Fail, "tmux", failure.Message, cure); }
        catch (ProcessFailedException failure) { return new(Grade.Fail, "tmux", failure.Message, cure); }
    }

    private async Task<Finding> ClaudeAsync(CancellationToken cancellationToken)
    {
        const string subject = "claude";
        const string cure = "Install Claude Code: npm install -g @anthropic-ai/claude-code, or name it under [claude] command.";
        const string renewed = "Update it: claude update, or npm install -g @anthropic-ai/claude-code.";
        var command = options.Claude.Command;
        if (ProgramFinder.Find(command, environment) is not { } path)
        {
            return new(Grade.Fail, subject, $"'{command}' not found", cure + " Without an account, look at: chorus demo");
        }

        try
        {
            return await ClaudeProbe.VersionAsync(path, cancellationToken) switch
            {
                null => new(Grade.Warn, subject, $"{path} does not tell its version", renewed),
                var version when version < ClaudeProbe.Known => new(Grade.Warn, subject, $"{version} ({path}) is older than {ClaudeProbe.Known}, the oldest Chorus was tried with", renewed),
                var version => new(Grade.Ok, subject, $"{version} ({path})"),
            };
        }
        catch (ProcessFailedException failure) { return new(Grade.Fail, subject, failure.Message, cure); }
    }

    private Finding Login() => ClaudeProbe.Login(environment) is var login && login.Found
        ? new(Grade.Ok, "login", $"shown by {login.Where}")
        : new(Grade.Warn, "login", login.Where, "Run claude and log in once, or set CLAUDE_CODE_OAUTH_TOKEN (claude setup-token makes one).");

    /// <summary>Hooks without an answer go to the server's socket by curl, because it starts so much faster.</summary>
    private async Task<Finding> CurlAsync(CancellationToken cancellationToken)
    {
        const string cure = "Install it: apt install curl, or brew install curl.";
        const string price = "hooks then start .NET for every event";
        if (ProgramFinder.Find("curl", environment) is not { } path) { return new(Grade.Warn, "curl", $"not found: {price}", cure); }

        try
        {
            var answer = await AskAsync(path, cancellationToken);
            return answer.Contains("UnixSockets", StringComparison.Ordinal)
                ? new(Grade.Ok, "curl", string.Join(' ', answer.Split(' ').Take(2)))
                : new(Grade.Warn, "curl", $"{path} cannot use unix sockets: {price}", cure);
        }
        catch (ProcessFailedException failure) { return new(Grade.Warn, "curl", $"{failure.Message}: {price}", cure); }
    }

    private Finding Notifier()
    {
        var name = OperatingSystem.IsMacOS() ? "osascript" : "notify-send";
        return ProgramFinder.Find(name, environment) is { } path
            ? new(Grade.Ok, "notifier", path)
            : new(options.Notifications.Desktop ? Grade.Warn : Grade.Ok, "notifier", $"{name} not found", "Only for desktop notifications: apt install libnotify-bin, or set [notifications] desktop = false.");
    }

    private async Task<Finding> NeededAsync(string name, Grade without, string cure, CancellationToken cancellationToken)
    {
        if (ProgramFinder.Find(name, environment) is not { } path) { return new(without, name, "not found", cure); }
        try { return new(Grade.Ok, name, FirstLine(await AskAsync(path, cancellationToken))); }
        catch (ProcessFailedException failure) { return new(without is Grade.Ok ? Grade.Warn : without, name, failure.Message, cure); }
    }

    private static async Task<string> AskAsync(string path, CancellationToken cancellationToken) =>
        (await ProcessRunner.RunAsync(new ProcessRequest(path, ["--version"]), cancellationToken)).Output.Trim();

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
