namespace Chorus.Tmux;

/// <summary>The settings of a project's own tmux server; the user's tmux.conf is never read.</summary>
internal static class TmuxConfiguration
{
    public const int Columns = 200;
    public const int Rows = 50;

    /// <summary>Gives a window Chorus' size again and lets it follow the next terminal that attaches.</summary>
    private const string Restore = "resize-window -x 200 -y 50 ; set-option -wu window-size";

    /// <summary>Commands that may be run again on a living server. Never a global "window-size manual": it ends tmux 3.3a.</summary>
    public static IReadOnlyList<string> Commands(string defaultTerminal) =>
    [
        "set-option -s exit-empty off",
        "set-option -s escape-time 10",
        "set-option -s set-clipboard external",
        TmuxSyntax.Command("set-option", "-s", "default-terminal", defaultTerminal),
        "set-option -s terminal-features[100] \"*:RGB\"",
        "set-option -g destroy-unattached off",
        "set-option -g detach-on-destroy on",
        "set-option -g history-limit 10000",
        TmuxSyntax.Command("set-option", "-g", "default-size", $"{Columns}x{Rows}"),
        "set-option -g mouse on",
        "set-option -gw remain-on-exit on",
        "set-option -gw automatic-rename off",
        // A window keeps the size of the last terminal that showed it.
        TmuxSyntax.Command("set-hook", "-g", "client-detached", $"if-shell -F \"#{{==:#{{session_attached}},0}}\" \"{Restore}\""),
    ];

    public static string Text(string defaultTerminal) =>
        $"# Written by Chorus at every start.\n{string.Join('\n', Commands(defaultTerminal))}\n";

    /// <summary>tmux-256color where its description is installed; programs would find nothing under an unknown name.</summary>
    public static string DefaultTerminal(Func<string, string?> environment)
    {
        var home = environment("HOME");
        string?[] folders =
        [
            environment("TERMINFO"),
            home is null ? null : Path.Combine(home, ".terminfo"),
            .. environment("TERMINFO_DIRS")?.Split(':') ?? [],
            "/etc/terminfo",
            "/lib/terminfo",
            "/usr/share/terminfo",
            "/usr/local/share/terminfo",
            "/opt/homebrew/share/terminfo",
        ];
        // macOS names the folder of "t" by its code.
        var installed = folders.Any(folder => !string.IsNullOrEmpty(folder)
            && (File.Exists(Path.Combine(folder, "t", "tmux-256color")) || File.Exists(Path.Combine(folder, "74", "tmux-256color"))));
        return installed ? "tmux-256color" : "screen-256color";
    }
}
