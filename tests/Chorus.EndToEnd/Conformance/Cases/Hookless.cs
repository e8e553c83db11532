namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Sessions whose hooks never come: the session file and the screen must do.</summary>
internal static class Hookless
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("a turn without hooks", "The first prompt is answered, and a second one.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: one]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.TurnEnded.From("registry"), await run.ReleaseAsync("a"));
            await run.SendAsync($"[[hold: {run.Own("b")}]] [[say: two]]");
            await run.BecomesAsync(Shows.Busy.From("registry"), await run.HeldAsync("b"));
            await run.BecomesAsync(Shows.TurnEnded.From("registry"), await run.ReleaseAsync("b"));
        }) { World = WorldKind.Hookless },
        new("a request without hooks", "The model asks whether it may run a command; only the terminal can answer.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: true; touch {run.Own("ended")}]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission", "^Answer in the terminal").From("registry"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Busy, await run.ChooseAsync("Yes"));
            await run.HeldAsync("z");
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("z"));
        }) { World = WorldKind.Hookless },
        new("Esc without hooks", "Escape is typed in the middle of an answer.", async run =>
        {
            await Interrupts.WriteAsync(run);
            await run.BecomesAsync(Shows.Interrupted.From("registry"), await run.PressAsync("Escape"));
        }) { World = WorldKind.Hookless },
    ];
}
