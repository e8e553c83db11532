namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Turns that a human ends, of which no hook tells.</summary>
internal static class Interrupts
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("Esc while it writes", "Escape is typed in the terminal in the middle of an answer.", async run =>
        {
            await WriteAsync(run);
            await run.BecomesAsync(Shows.Interrupted.Saying("^Interrupted in the terminal$").From("registry"), await run.PressAsync("Escape"));
        }),
        new("Esc before the first word", "Escape is typed before the model has said anything; the prompt returns into the input box.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.ScreenAsync("esc to interrupt");
            await run.BecomesAsync(Shows.Interrupted.From("registry"), await run.PressAsync("Escape"));
        }),
        new("Esc while a command runs", "Escape is typed while an allowed command runs.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: touch {run.Own("began")}; sleep 60]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Doing("^Bash: touch"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.FileAsync("began");
            await run.BecomesAsync(Shows.Interrupted, await run.PressAsync("Escape"));
        }),
        new("Ctrl-C while it writes", "Ctrl-C is typed once in the middle of an answer.", async run =>
        {
            await WriteAsync(run);
            await run.BecomesAsync(Shows.Interrupted, await run.PressAsync("C-c"));
        }),
        new("interrupted from Chorus", "Interrupt is pressed in the dashboard.", async run =>
        {
            await WriteAsync(run);
            await run.BecomesAsync(Shows.Interrupted.Saying("^You interrupted it$"), await run.InterruptAsync());
        }),
        new("Esc with a queued message", "Escape ends the turn, and the message that waited begins its own at once.", async run =>
        {
            await WriteAsync(run);
            await run.SendAsync($"[[hold: {run.Own("b")}]] [[say: two]]");
            await run.ScreenAsync("Queued");
            await run.BecomesAsync(Shows.BusyOrQueued, await run.PressAsync("Escape"));
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("b"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^two$"), await run.ReleaseAsync("b"));
        }),
    ];

    /// <summary>A turn in the middle of its answer.</summary>
    public static async Task WriteAsync(CaseRun run)
    {
        await run.StartAsync($"[[hold: {run.Own("a")}]] [[slow: 60]]");
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
        await run.ReleaseAsync("a");
        await run.ScreenAsync("tokens)");
    }
}
