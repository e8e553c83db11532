namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Turns that begin and end by themselves, one after the other and queued.</summary>
internal static class Turns
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("a turn", "The first prompt is answered.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: all done]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^all done$").From("hook"), await run.ReleaseAsync("a"));
        }),
        new("a turn typed in the terminal", "The user writes in the terminal, not in Chorus.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.BecomesAsync(Shows.Busy.From("hook"), await run.TypeAsync($"[[hold: {run.Own("a")}]]"));
            await run.HeldAsync("a");
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("a"));
        }),
        new("a long approved command", "Allowed from Chorus; it runs for four seconds and is never called waiting.", async run =>
        {
            var (began, ended) = (run.Own("began"), run.Own("ended"));
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: touch {began}; sleep 4; touch {ended}]] [[hold: {run.Own("z")}]] [[say: built]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission", $"Bash: touch {began}"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Doing($"^Bash: touch {began}"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.BecomesAsync(Shows.Doing("^Thinking$"), await run.FileAsync("ended"));
            await run.HeldAsync("z");
            await run.BecomesAsync(Shows.TurnEnded.Saying("^built$"), await run.ReleaseAsync("z"));
        }),
        new("a queued message", "A message is sent while a turn runs; its own turn follows without a hook that says so.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: one]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.SendAsync($"[[hold: {run.Own("b")}]] [[say: two]]");
            await run.ScreenAsync("Queued");
            await run.BecomesAsync(Shows.BusyOrQueued, await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("b"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^two$"), await run.ReleaseAsync("b"));
        }),
        new("a message that rides along", "A message is sent while a turn runs, and the same turn takes it up: no other follows.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: echo one]] [[hold: {run.Own("b")}]] [[say: both]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.SendAsync("And mind the tests.");
            await run.ScreenAsync("Queued");
            await run.ReleaseAsync("a");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("b"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^both$"), await run.ReleaseAsync("b"));
        }),
        new("a command of the user", "The user runs a shell command with ! in the terminal; the model answers to its output.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.PressAsync("!");
            await run.BecomesAsync(Shows.Busy.From("registry"), await run.TypeAsync($"sleep 3; touch {run.Own("ended")}"));
            await run.BecomesAsync(Shows.TurnEnded, await run.FileAsync("ended"));
        }),
    ];
}
