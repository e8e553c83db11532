namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Chorus is killed, the sessions live on, and it is started again.</summary>
internal static class Restarts
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        Over("busy over a restart", "Chorus is killed while a turn runs.", WorkAsync, null, async run =>
        {
            await run.AfterRestartAsync(Shows.Busy);
            await run.SettleAsync();
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("a"));
        }),
        Over("waiting over a restart", "Chorus is killed while a request is open; it can be allowed afterwards.", run => Requests.AskAsync(run), null, async run =>
        {
            await run.AfterRestartAsync(Shows.Waiting("permission", "Bash: "));
            await run.SettleAsync();
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await Requests.FinishAsync(run, await run.FileAsync("ended"));
        }),
        Over("idle over a restart", "Chorus is killed between two turns.", RestAsync, null, run => run.AfterRestartAsync(Shows.TurnEnded)),
        Over("a turn that ended meanwhile", "The turn ends while Chorus is down.", WorkAsync,
            async run =>
            {
                await run.ReleaseAsync("a");
                await run.ScreenAsync("· done");
            },
            run => run.AfterRestartAsync(Shows.TurnEnded)),
        Over("Esc meanwhile", "Escape is typed while Chorus is down.", WorkAsync, run => run.PressAsync("Escape"), run => run.AfterRestartAsync(Shows.Interrupted)),
        Over("a turn that began meanwhile", "The user writes in the terminal while Chorus is down.", RestAsync,
            async run =>
            {
                await run.TypeAsync($"[[hold: {run.Own("b")}]] [[say: two]]");
                await run.HeldAsync("b");
            },
            async run =>
            {
                await run.AfterRestartAsync(Shows.Busy);
                await run.SettleAsync();
                await run.BecomesAsync(Shows.TurnEnded.Saying("^two$"), await run.ReleaseAsync("b"));
            }),
        Over("a request answered meanwhile", "A request is allowed in the terminal while Chorus is down.", run => Requests.AskAsync(run),
            async run =>
            {
                await run.ChooseAsync("Yes");
                await run.HeldAsync("z");
            },
            async run =>
            {
                await run.AfterRestartAsync(Shows.Busy);
                await run.BecomesAsync(Shows.TurnEnded.Saying("^ok$"), await run.ReleaseAsync("z"));
            }),
        Over("a request denied meanwhile", "A request is left with Escape while Chorus is down.", run => Requests.AskAsync(run), run => run.LeaveAsync("Do you want to proceed?"),
            run => run.AfterRestartAsync(Shows.Interrupted)),
        Over("a request that came meanwhile", "A request is asked while Chorus is down; the relay brings it afterwards.",
            async run =>
            {
                await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: true; touch {run.Own("ended")}]] [[hold: {run.Own("z")}]] [[say: ok]]");
                await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            },
            async run =>
            {
                await run.ReleaseAsync("a");
                await run.ScreenAsync("Do you want to proceed?");
            },
            async run =>
            {
                await run.AfterRestartAsync(Shows.Waiting("permission", "Bash: true"));
                await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
                await Requests.FinishAsync(run, await run.FileAsync("ended"));
            }),
        Over("killed meanwhile", "Claude Code is killed while Chorus is down.", WorkAsync, Endings.KillAsync, run => run.AfterRestartAsync(Shows.Stopped("killed"))),
        Over("/exit meanwhile", "Claude Code is left while Chorus is down.", RestAsync,
            async run =>
            {
                await run.TypeAsync("/exit");
                await run.ScreenAsync("Resume this session with:");
            },
            run => run.AfterRestartAsync(Shows.Stopped("exited"))),
    ];

    private static StatusCase Over(string name, string what, Func<CaseRun, Task> before, Func<CaseRun, Task>? whileDown, Func<CaseRun, Task> afterwards) =>
        new(name, what, before)
        {
            World = WorldKind.Restarted,
            WhileDown = whileDown,
            Afterwards = afterwards,
            IsLong = true,
            Limit = TimeSpan.FromSeconds(3),
            // A program that has just started runs what it does for the first time.
            HookLimit = TimeSpan.FromSeconds(1),
        };

    private static async Task WorkAsync(CaseRun run)
    {
        await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: one]]");
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
        await run.ScreenAsync("esc to interrupt");
    }

    private static async Task RestAsync(CaseRun run)
    {
        await run.StartAsync("[[say: ready]]");
        await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
    }
}
