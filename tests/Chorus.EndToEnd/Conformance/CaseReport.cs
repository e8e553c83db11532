using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.EndToEnd.Conformance;

/// <summary>Tells of one case what was true, what was shown, what was heard, and what the terminal shows.</summary>
internal static class CaseReport
{
    public static async Task<string> WriteAsync(CaseRun run)
    {
        var report = new StringBuilder();
        report.AppendLine("--- true");
        foreach (var truth in run.Truths) { report.AppendLine(CultureInfo.InvariantCulture, $"{Time(truth.From)} {truth.Expected} {truth.Expected.Detail}"); }
        try
        {
            await WriteAsync(report, run);
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or KeyNotFoundException or TaskCanceledException)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"The server does not tell more: {failure.Message}");
        }

        return report.ToString();
    }

    private static async Task WriteAsync(StringBuilder report, CaseRun run)
    {
        if (run.Task == 0) { return; }
        report.AppendLine("--- shown");
        foreach (var sight in run.World.Watcher!.Of(run.Task)) { report.AppendLine(CultureInfo.InvariantCulture, $"{Time(sight.FirstAsked)} {sight.Status}/{sight.Reason} ({sight.Source}) {sight.Detail}"); }
        report.AppendLine("--- stored");
        foreach (var item in (await run.Api.GetAsync($"tasks/{run.Task}/events")).EnumerateArray().Reverse()) { report.AppendLine(Line(item)); }
        report.AppendLine("--- heard");
        var claude = (await run.TaskAsync()).GetProperty("claude");
        foreach (var signal in claude.GetProperty("signals").EnumerateArray().Reverse())
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"{Time(signal.GetProperty("at").GetDateTimeOffset())} {signal.GetProperty("source"),-8} {signal.GetProperty("what")} ×{signal.GetProperty("times")} {signal.GetProperty("status")}");
        }

        report.AppendLine("--- the terminal");
        report.AppendLine(string.Join('\n', (await run.CaptureAsync()).Split('\n').Where(line => line.Trim().Length > 0)));
    }

    private static string Line(JsonElement item) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time(item.GetProperty("at").GetDateTimeOffset())} {item.GetProperty("kind")} {item.GetProperty("from")}→{item.GetProperty("to")} {item.GetProperty("reason")} ({item.GetProperty("source")}) {item.GetProperty("detail")}");

    private static string Time(DateTimeOffset time) => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
