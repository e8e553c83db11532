using System.Collections;

namespace Chorus.Tmux;

/// <summary>Decides what tmux, and with it every session, inherits: the user's environment, but nothing meant for Chorus itself.</summary>
internal static class TmuxEnvironment
{
    // Settings of the user's .NET tools, which the agents need as well.
    private static readonly string[] KeptPrefixes = ["DOTNET_ROOT", "DOTNET_CLI_", "DOTNET_NOLOGO", "DOTNET_INSTALL_DIR", "DOTNET_ROLL_FORWARD"];

    private static readonly string[] RemovedPrefixes = ["ASPNETCORE_", "DOTNET_", "CHORUS_"];

    // Set inside a tmux pane or a Claude session, where Chorus may have been started by hand.
    private static readonly string[] Removed = ["TMUX", "TMUX_PANE", "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT"];

    /// <summary>The variables to take away from this process' environment, as a process request wants them.</summary>
    public static IReadOnlyDictionary<string, string?> Removals(IDictionary environment) =>
        environment.Keys.Cast<string>().Where(IsRemoved).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    private static bool IsRemoved(string name) =>
        Removed.Contains(name, StringComparer.Ordinal) || (StartsWithAny(name, RemovedPrefixes) && !StartsWithAny(name, KeptPrefixes));

    private static bool StartsWithAny(string name, string[] prefixes) =>
        Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
