using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>An API that fails, for a while or for good.</summary>
internal static class Failures
{
    private const string Retrying = @"retrying in \d+ s \(attempt \d+\)";

    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("errors that pass", "The API answers 500 three times, then well.", async run =>
        {
            await run.StartAsync($"[[fail: 500 x3]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Doing(Retrying), await run.ScreenAsync("retrying in"));
            await run.BecomesAsync(Shows.Doing("^Thinking$"), await run.HeldAsync("z"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^ok$"), await run.ReleaseAsync("z"));
        }),
        new("an overloaded API", "The API answers 529 until Claude Code gives up, two seconds later.", async run =>
        {
            await run.StartAsync("[[fail: 529]]");
            await run.BecomesAsync(Shows.Busy, await run.ScreenAsync("retrying in"));
            await run.BecomesAsync(Shows.Idle("error").Saying("529 Overloaded").From("hook"), await run.ScreenAsync("API Error"));
        }) { IsLong = true },
        new("a refused request", "The API answers 400, which is not tried again.", async run =>
        {
            await run.StartAsync("[[fail: 400]]");
            await run.BecomesAsync(Shows.Idle("error").Saying("400").From("hook"), await run.ScreenAsync("API Error"));
        }),
        new("not logged in", "The API answers 401.", async run =>
        {
            await run.StartAsync("[[fail: 401]]");
            await run.BecomesAsync(Shows.Idle("login").Saying("/login").From("hook"), await run.ScreenAsync("Please run /login"));
        }),
        new("no connection", "The API refuses connections for twenty seconds and more, then is back.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded, await run.ScreenAsync("● ready"));
            await run.World.TakeApiAwayAsync();
            await run.SendAsync($"[[hold: {run.Own("z")}]] [[say: back again]]");
            await run.BecomesAsync(Shows.Busy, await run.ScreenAsync("esc to interrupt"));
            await run.BecomesAsync(Shows.Doing($"Connection refused.*{Retrying}"), await run.ScreenAsync("retrying in"));
            await run.BecomesAsync(Shows.Doing("attempt 6"), await run.ScreenAsync("attempt 6/", TimeSpan.FromSeconds(40)));
            await run.World.BringApiBackAsync();
            await run.BecomesAsync(Shows.Doing("^Thinking$"), await run.HeldAsync("z", TimeSpan.FromSeconds(40)));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^back again$"), await run.ReleaseAsync("z"));
        }) { World = WorldKind.Unreachable, IsLong = true },
        new("the usage limit", "The subscription's limit is reached; Claude Code waits for its reset.", async run =>
        {
            await run.StartAsync("[[limit]]");
            await run.BecomesAsync(Shows.Idle("limit").Saying(@"resets \d+:\d\d").From("hook"), await run.ScreenAsync("You've hit your"));
        }) { World = WorldKind.Subscription },
        .. AfterTheReset(),
        new("after the usage limit", "The user writes again although the limit was reached, and it works.", async run =>
        {
            await run.StartAsync("[[limit]]");
            await run.BecomesAsync(Shows.Idle("limit"), await run.ScreenAsync("You've hit your"));
            await run.SendAsync($"[[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("z"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^ok$"), await run.ReleaseAsync("z"));
        }) { World = WorldKind.Subscription },
    ];

    /// <summary>Claude Code goes on some two minutes after the reset: too long for every day.</summary>
    private static IEnumerable<StatusCase> AfterTheReset() => Place.IsFull
        ?
        [
            new("the limit's reset", "The limit is reset, and Claude Code continues by itself.", async run =>
            {
                await run.StartAsync("[[limit: 10]]");
                await run.BecomesAsync(Shows.Idle("limit"), await run.ScreenAsync("You've hit your"));
                // It asks the model anew, in words of its own.
                await run.BecomesAsync(Shows.TurnEnded.Saying("^You said: Your claude.ai usage limit has reset").From("hook"), await run.ScreenAsync("● You said: ", TimeSpan.FromMinutes(5)));
            }) { World = WorldKind.Subscription, IsLong = true },
        ]
        : [];
}
