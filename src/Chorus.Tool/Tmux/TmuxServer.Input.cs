using Chorus.Processes;

namespace Chorus.Tmux;

/// <summary>Sending text and keys to a pane. One call is never mixed with another; text and the Enter after it are two calls.</summary>
public sealed partial class TmuxServer
{
    private const string Dead = "dead";

    /// <summary>Presses keys by their names, such as Escape, C-u or Enter.</summary>
    public async Task SendKeysAsync(string paneId, IReadOnlyList<string> keyNames, CancellationToken cancellationToken)
    {
        TmuxKeys.Check(keyNames);
        var pane = TmuxTarget.Pane(paneId);
        await InputAsync("send-keys", pane, TmuxSyntax.Command("send-keys", ["-t", pane, "--", .. keyNames]), cancellationToken);
    }

    /// <summary>Types one line as it stands, without Enter.</summary>
    public async Task TypeAsync(string paneId, string literalLine, CancellationToken cancellationToken)
    {
        var pane = TmuxTarget.Pane(paneId);
        var line = UntrustedText.ForTerminalInput(literalLine);
        if (line.Contains('\n', StringComparison.Ordinal)) { throw new ArgumentException("A line has no line breaks.", nameof(literalLine)); }
        if (line.Length == 0) { return; }

        await InputAsync("send-keys -l", pane, TmuxSyntax.Command("send-keys", "-l", "-t", pane, "--", line), cancellationToken);
    }

    /// <summary>Pastes a text as one piece, in brackets where the program asked for them.</summary>
    public async Task PasteAsync(string paneId, string text, CancellationToken cancellationToken)
    {
        var pane = TmuxTarget.Pane(paneId);
        var clean = UntrustedText.ForTerminalInput(text);
        if (clean.Length == 0) { return; }

        var buffer = $"chorus-{pane[1..]}";
        var paste = TmuxSyntax.Sequence(
            LeaveCopyMode(pane),
            TmuxSyntax.Command("paste-buffer", "-p", "-r", "-d", "-b", buffer, "-t", pane));
        var refuse = TmuxSyntax.Sequence(
            TmuxSyntax.Command("delete-buffer", "-b", buffer),
            TmuxSyntax.Command("display-message", "-p", Dead));
        var blocks = await RunAsync(
            $"paste-buffer -t {pane}",
            TmuxSyntax.Sequence(
                MustExist(pane),
                TmuxSyntax.Command("set-buffer", "-b", buffer, "--", clean),
                // Up to tmux 3.3a a paste into a dead pane ends the server with all sessions: test and paste are one pass.
                TmuxSyntax.If(pane, "#{pane_dead}", refuse, paste)),
            cancellationToken);
        if (blocks.Any(block => block.Lines is [Dead])) { throw new TmuxPaneDeadException("paste-buffer", pane); }
    }

    private async Task InputAsync(string what, string pane, string input, CancellationToken cancellationToken)
    {
        var blocks = await RunAsync(
            $"{what} -t {pane}",
            TmuxSyntax.Sequence(
                MustExist(pane),
                TmuxSyntax.If(pane, "#{pane_dead}", TmuxSyntax.Command("display-message", "-p", Dead), ""),
                LeaveCopyMode(pane),
                input),
            cancellationToken);
        if (blocks.Any(block => block.Lines is [Dead])) { throw new TmuxPaneDeadException(what, pane); }
    }

    /// <summary>Ends the sequence when there is no such pane; the commands after it would take another.</summary>
    private static string MustExist(string pane) => TmuxSyntax.Command("has-session", "-t", pane);

    /// <summary>Copy mode takes keys for itself.</summary>
    private static string LeaveCopyMode(string pane) =>
        TmuxSyntax.If(pane, "#{pane_in_mode}", TmuxSyntax.Command("copy-mode", "-q", "-t", pane), "");
}
