using System.CommandLine;
using System.Net;
using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus open</c>: logs the user's browser in by a one-time code that no process list ever shows.</summary>
internal static class OpenCommand
{
    public static Command Create(Verbs verbs)
    {
        var print = new Option<bool>("--print") { Description = "Print the login address instead of opening it, for another browser." };
        return verbs.With(new Command("open", "Open the dashboard in your browser, logged in.") { print }, async (parsed, call, cancellationToken) =>
        {
            var code = await call.Server.SendAsync(HttpMethod.Post, "login/codes", null, cancellationToken);
            if (call.Json) { await call.PrintAsync(code, _ => ""); }
            else { await OpenAsync(call.IO, call.State, code.Text("url"), parsed.GetValue(print), cancellationToken); }
            return ExitCode.Done;
        });
    }

    /// <summary>Opens the address, or prints it where there is no desktop.</summary>
    public static async Task OpenAsync(CommandIO io, StateFolder state, string url, bool printOnly, CancellationToken cancellationToken)
    {
        if (!printOnly && Opener(io.Environment) is { } opener)
        {
            var page = Path.Combine(state.Root, "open.html");
            StateFolder.WritePrivate(page, RedirectPage(url));
            try
            {
                await ProcessRunner.RunAsync(new ProcessRequest(opener, [page]), cancellationToken);
                await io.Output.WriteLineAsync("The dashboard opens in your browser. If it does not: chorus open --print");
                return;
            }
            catch (ProcessFailedException) { } // No browser, for instance: the address still helps.
        }

        await io.Output.WriteLineAsync($"Open this address within two minutes; it works once:\n{UntrustedText.SingleLine(url, 2000)}");
    }

    internal static string RedirectPage(string url)
    {
        var address = WebUtility.HtmlEncode(url);
        return $"""
            <!doctype html>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url={address}">
            <title>Chorus</title>
            <p><a href="{address}">Open Chorus</a></p>

            """;
    }

    internal static string? Opener(Func<string, string?> environment)
    {
        if (OperatingSystem.IsMacOS()) { return ProgramFinder.Find("open", environment); }
        var desktop = environment("DISPLAY") is { Length: > 0 } || environment("WAYLAND_DISPLAY") is { Length: > 0 };
        return desktop ? ProgramFinder.Find("xdg-open", environment) : null;
    }
}
