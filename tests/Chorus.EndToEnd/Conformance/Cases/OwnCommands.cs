using System.Text.Json;

namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Claude Code's own commands, typed in the terminal.</summary>
internal static class OwnCommands
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("/clear", "The conversation is cleared: another Claude session in the same process, which is stored; the next prompt works.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            var before = Session(await run.TaskAsync());
            await run.TypeAsync("/clear");
            await run.BecomesAsync(Shows.Ready.From("hook"), await run.GoneAsync("● ready"));
            Assert.NotEqual(before, Session(await run.TaskAsync()));
            await run.SendAsync($"[[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("z"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^ok$"), await run.ReleaseAsync("z"));
        }),
        new("/compact", "The conversation is compacted; the Claude session stays the same.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            var before = Session(await run.TaskAsync());
            await run.BecomesAsync(Shows.Doing("^Compacting").From("hook"), await run.TypeAsync($"/compact [[hold: {run.Own("z")}]]"));
            await run.HeldAsync("z");
            await run.SettleAsync();
            await run.BecomesAsync(Shows.TurnEnded.Saying("compacted"), await run.ReleaseAsync("z"));
            Assert.Equal(before, Session(await run.TaskAsync()));
        }),
        new("Esc while compacting", "Escape is typed while the conversation is compacted.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.BecomesAsync(Shows.Doing("^Compacting"), await run.TypeAsync($"/compact [[hold: {run.Own("z")}]]"));
            await run.HeldAsync("z");
            await run.BecomesAsync(Shows.Interrupted, await run.PressAsync("Escape"));
        }),
        new("/exit", "Claude Code is left with /exit.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.BecomesAsync(Shows.Stopped("exited").From("hook"), await run.TypeAsync("/exit"));
        }),
        new("Ctrl-C twice", "Claude Code is left with Ctrl-C.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.ScreenAsync("for shortcuts");
            await run.PressAsync("C-c");
            await run.ScreenAsync("Press Ctrl-C again");
            await run.BecomesAsync(Shows.Stopped("exited"), await run.PressAsync("C-c"));
        }),
    ];

    private static string Session(JsonElement task) => task.GetProperty("claude").GetProperty("sessionId").GetString()!;
}
