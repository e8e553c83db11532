using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Processes and sessions that end, by themselves or not.</summary>
internal static class Endings
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("kill -9", "Claude Code is killed while it works.", async run =>
        {
            await WorkAsync(run);
            await run.BecomesAsync(Shows.Stopped("killed").From("pane"), await KillAsync(run));
        }),
        new("kill -9 with an open request", "Claude Code is killed while a request is open; the card expires.", async run =>
        {
            await Requests.AskAsync(run);
            var request = await run.RequestAsync();
            await run.BecomesAsync(Shows.Stopped("killed"), await KillAsync(run));
            await run.CardAsync(request, "expired");
        }),
        new("kill", "Claude Code is told to end (SIGTERM).", async run =>
        {
            await WorkAsync(run);
            await run.BecomesAsync(Shows.Stopped("killed"), await run.SignalAsync(15));
        }),
        new("a hook that comes too late", "A hook of a killed Claude Code arrives after its end was noticed.", async run =>
        {
            await WorkAsync(run);
            await run.BecomesAsync(Shows.Stopped("killed"), await KillAsync(run));
            await run.BecomesAsync(Shows.Stopped("killed"), await run.HookAsync("PostToolUse", """ "tool_name": "Bash", "tool_input": { "command": "true" }, "tool_use_id": "toolu_1", "tool_response": {} """));
        }),
        new("restarted", "A killed Claude Code is restarted, and its conversation resumed.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.TranscriptAsync();
            await run.BecomesAsync(Shows.Stopped("killed"), await KillAsync(run));
            await run.RestartAsync();
            await run.BecomesAsync(Shows.Ready, await run.ScreenAsync("for shortcuts"));
        }),
        new("a conversation that is gone", "A restart asks for a conversation that Claude Code does not find.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            var transcript = await run.TranscriptAsync();
            await run.BecomesAsync(Shows.Stopped("killed"), await KillAsync(run));
            await File.WriteAllTextAsync(transcript, "{\"type\":\"user\" and the rest is gone");
            await run.RestartAsync();
            await run.BecomesAsync(Shows.Stopped("crashed").Saying("(ended with status 1|did not start): No conversation found with session ID: [0-9a-f-]+$"), await run.PrintedAsync("No conversation found"));
        }),
        new("stopped from Chorus", "Stop is pressed in the dashboard.", async run =>
        {
            await WorkAsync(run);
            var now = DateTimeOffset.UtcNow;
            await run.Api.SendAsync(HttpMethod.Delete, $"tasks/{run.Task}/run");
            await run.BecomesAsync(Shows.Stopped("exited").Saying("^You stopped it$").From("chorus"), now);
        }),
        new("a session killed in tmux", "The tmux session is ended outside Chorus.", async run =>
        {
            await WorkAsync(run);
            var now = DateTimeOffset.UtcNow;
            await run.TmuxAsync("kill-session", "-t", $"=claude-{run.Task}");
            await run.BecomesAsync(Shows.Stopped("killed").Saying("tmux session"), now);
        }),
        new("a tmux server killed", "The whole tmux server is ended.", async run =>
        {
            await WorkAsync(run);
            var now = DateTimeOffset.UtcNow;
            await run.TmuxAsync("kill-server");
            await run.BecomesAsync(Shows.Stopped("lost"), now);
        }) { World = WorldKind.TmuxLost },
    ];

    private static async Task WorkAsync(CaseRun run)
    {
        await run.StartAsync($"[[hold: {run.Own("a")}]]");
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
    }

    public static async Task<DateTimeOffset> KillAsync(CaseRun run)
    {
        var process = await run.ProcessAsync();
        var now = DateTimeOffset.UtcNow;
        LocalProcess.Kill(process);
        return now;
    }
}
