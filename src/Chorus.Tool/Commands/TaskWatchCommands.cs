using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>The verbs of <c>chorus task</c> that look at a session: what it shows, what happened, and when something comes true.</summary>
internal static class TaskWatchCommands
{
    private const int HistoryShown = 50;

    public static Command Wait(Verbs verbs)
    {
        var id = Numbers.Task();
        var what = new Option<string>("--for") { Description = "What to wait for.", Required = true };
        what.AcceptOnlyFromAmong("idle", "attention", "done");
        var timeout = Numbers.Option("--timeout", "Seconds to wait at most; then the exit code is 1.", lowest: 0);
        return verbs.With(new Command("wait", "Wait until a task is idle, needs attention or is done.") { id, what, timeout }, async (parsed, call, cancellationToken) =>
        {
            var begun = call.IO.Clock.GetTimestamp();
            JsonElement answer;
            do
            {
                // The server holds one request for a minute at most.
                var query = $"wait?for={parsed.GetRequiredValue(what)}";
                if (Left() is { } seconds) { query += $"&timeout={seconds}"; }
                answer = await call.Server.GetAsync(TaskPath.Of(parsed, id, query), cancellationToken);
            }
            while (answer.Field("met").ValueKind is not JsonValueKind.True && Left() is not 0);

            int? Left() => parsed.GetValue(timeout) is { } limit ? Math.Max(0, limit - (int)call.IO.Clock.GetElapsedTime(begun).TotalSeconds) : null;
            var word = answer.Field("task").Text("word");
            await call.PrintAsync(answer, _ => $"{word}\n");
            return answer.Field("met").ValueKind is JsonValueKind.True
                ? ExitCode.Done
                : throw new CommandFailure(ExitCode.Failed, $"Task {parsed.GetValue(id)} did not come to '{parsed.GetValue(what)}' within {parsed.GetValue(timeout)} s; it is: {word}. Wait longer, or look: chorus task show {parsed.GetValue(id)}");
        });
    }

    public static Command Screen(Verbs verbs)
    {
        var id = Numbers.Task();
        return verbs.With(new Command("screen", "Show what the task's session shows.") { id }, async (parsed, call, cancellationToken) =>
        {
            await call.PrintAsync(
                await call.Server.GetAsync(TaskPath.Of(parsed, id, "screen"), cancellationToken),
                screen => UntrustedText.Visible(screen.Text("text")).TrimEnd() + "\n");
            return ExitCode.Done;
        });
    }

    public static Command History(Verbs verbs)
    {
        var id = Numbers.Task();
        var limit = Numbers.Option("--limit", $"How many of the newest lines; {HistoryShown} unless said otherwise.", lowest: 1);
        var text = new Option<string?>("--text") { Description = "Only lines that contain these words." };
        return verbs.With(new Command("history", "Show what happened to a task, the newest last.") { id, limit, text }, async (parsed, call, cancellationToken) =>
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"events?limit={parsed.GetValue(limit) ?? HistoryShown}");
            if (parsed.GetValue(text) is { Length: > 0 } words) { query += $"&text={Uri.EscapeDataString(words)}"; }
            await call.PrintAsync(await call.Server.GetAsync(TaskPath.Of(parsed, id, query), cancellationToken), HistoryText.Of);
            return ExitCode.Done;
        });
    }
}
