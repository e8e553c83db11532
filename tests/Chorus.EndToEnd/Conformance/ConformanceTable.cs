using System.Globalization;
using System.Text;
using System.Text.Json;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <summary>Writes the results as the table that is published.</summary>
internal static class ConformanceTable
{
    public static async Task WriteAsync(IReadOnlyList<CaseResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Status conformance

            Written by `CHORUS_WRITE_DOCS=1 dotnet test tests/Chorus.EndToEnd -c Release --filter ConformanceTests` or `./test --full`, not by hand.
            Claude Code {await ClaudeVersionAsync()}, {await TmuxVersionAsync()}; {results.Count} cases, {results.Count(result => result.Passed)} passed.

            Each case runs the real Claude Code in the real `chorus serve`, with tmux, against a played API. It knows when the truth changes, because it causes it: a key sent, a reply
            let go, a process killed. It passes when the new status was shown within 2 s of that moment, and within 200 ms of the hook where a hook tells it (after a restart of Chorus:
            3 s and 1 s); when nothing else was shown for longer in between; and when the last status stood for 3 s. Several cases run at once, so the delays are those of a busy machine;
            while the suite's own looks at the server, due every 50 ms, come late, the limits are stretched in proportion, at most threefold, and the row says so.

            - **over time**: what was true and shown, in order: status/reason.
            - **late**: the longest time between a change and its showing, and from the arrival of a hook to its showing.
            - **wrong**: how long anything else was shown in between.
            - **by**: who decided each status: a hook, Claude Code's session file (`registry`), tmux (`pane`), the `screen`, or `chorus` itself.

            | case | what happens | over time | late | of hook | wrong | by | |
            |---|---|---|--:|--:|--:|---|---|
            """);
        foreach (var result in results) { text.AppendLine(Row(result)); }
        await File.WriteAllTextAsync(Path.Combine(Place.Root, "docs", "status-conformance.md"), text.ToString());
    }

    public static string Line(Verdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"{verdict.Truth.Expected,-28} {Milliseconds(verdict.Delay),7} late, wrong for {Milliseconds(verdict.Wrong)}, by {verdict.Source}, {(verdict.SinceHook is { } hook ? Milliseconds(hook) + " after its hook" : "")}");

    private static string Row(CaseResult result)
    {
        var verdicts = result.Verdicts;
        var hooks = verdicts.Where(verdict => verdict.SinceHook is not null).Select(verdict => verdict.SinceHook!.Value).ToList();
        var delay = verdicts.Select(verdict => verdict.Delay).DefaultIfEmpty().Max();
        var wrong = verdicts.Aggregate(TimeSpan.Zero, (sum, verdict) => sum + verdict.Wrong);
        string[] cells =
        [
            result.Case.Name, result.Case.What, string.Join(" → ", verdicts.Select(verdict => verdict.Truth.Expected.ToString())), Milliseconds(delay),
            hooks.Count > 0 ? Milliseconds(hooks.Max()) : "–", Milliseconds(wrong), string.Join(" → ", verdicts.Select(verdict => verdict.Source.Length > 0 ? verdict.Source : "–")),
            !result.Passed ? "**fail**" : delay > result.Case.Limit ? "pass (slow machine)" : "pass",
        ];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static async Task<string> ClaudeVersionAsync()
    {
        var package = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Place.Claude))!, "@anthropic-ai", "claude-code", "package.json");
        return JsonElement.Parse(await File.ReadAllTextAsync(package)).GetProperty("version").GetString()!;
    }

    private static async Task<string> TmuxVersionAsync() =>
        (await LocalProcess.RunAsync(Place.Program("tmux"), ["-V"], Path.GetTempPath(), new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" })).Output.Trim();
}
