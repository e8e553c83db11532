namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Subagents, and commands that outlive the turn.</summary>
internal static class Background
{
    private static readonly Expected SubagentAtWork = new(("busy", null), ("busy", "background"));

    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("a subagent", "A subagent works in the foreground.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[task: <<hold: {run.Own("s")}>>]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.ReleaseAsync("a");
            await run.BecomesAsync(Shows.Doing("^Agent: Scripted subagent$"), await run.HeldAsync("s"));
            await run.SettleAsync();
            await run.BecomesAsync(Shows.Doing("^Thinking$"), await run.ReleaseAsync("s"));
            await run.HeldAsync("z");
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("z"));
        }) { World = WorldKind.ForegroundAgents },
        new("a subagent that asks", "A subagent in the foreground asks for permission.", async run =>
        {
            await run.StartAsync($"[[task: <<hold: {run.Own("s")}>> <<bash: sleep 2; touch {run.Own("ended")}>>]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("s"));
            await run.BecomesAsync(Shows.Waiting("permission", "^Bash: sleep 2"), await run.ReleaseAsync("s"));
            await run.BecomesAsync(Shows.Doing("^Bash: sleep 2"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await Requests.FinishAsync(run, await run.FileAsync("ended"));
        }) { World = WorldKind.ForegroundAgents },
        new("a subagent stopped with Esc", "Escape is typed while a subagent in the foreground works.", async run =>
        {
            await run.StartAsync($"[[task: <<hold: {run.Own("s")}>>]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("s"));
            await run.ScreenAsync("esc to interrupt");
            await run.BecomesAsync(Shows.Interrupted, await run.PressAsync("Escape"));
        }) { World = WorldKind.ForegroundAgents },
        new("a subagent in the background", "The turn ends while a subagent works on; its end begins another turn.", async run =>
        {
            await run.StartAsync($"[[task: <<hold: {run.Own("s")}>>]] [[hold: {run.Own("y")}]] [[say: started]]");
            await run.HeldAsync("s");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("y"));
            await run.BecomesAsync(Shows.BusyBecause("background").Saying("^1 subagent in the background$").From("hook"), await run.ReleaseAsync("y"));
            await run.SettleAsync();
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("s"));
        }),
        new("a background subagent that asks", "A subagent asks for permission after the turn ended.", async run =>
        {
            await run.StartAsync($"[[task: <<hold: {run.Own("s")}>> <<bash: sleep 2; touch {run.Own("ended")}>> <<hold: {run.Own("t")}>>]] [[hold: {run.Own("y")}]] [[say: started]]");
            await run.HeldAsync("s");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("y"));
            await run.BecomesAsync(Shows.BusyBecause("background"), await run.ReleaseAsync("y"));
            await run.BecomesAsync(Shows.Waiting("permission", "^Bash: sleep 2"), await run.ReleaseAsync("s"));
            await run.BecomesAsync(SubagentAtWork.Saying("Bash: sleep 2"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.FileAsync("ended");
            await run.BecomesAsync(SubagentAtWork, await run.HeldAsync("t"));
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("t"));
        }),
        new("a command in the background", "The turn ends while a command runs on; its end begins another turn.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[background: sleep 4; touch {run.Own("ended")}]] [[hold: {run.Own("y")}]] [[say: started]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.HeldAsync("y");
            await run.BecomesAsync(Shows.Idle("background").Saying("^1 shell in the background$"), await run.ReleaseAsync("y"));
            await run.BecomesAsync(Shows.TurnEnded, await run.FileAsync("ended"));
        }),
    ];
}
