namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Questions, plans, and the dialogs that Claude Code opens without a hook.</summary>
internal static class Dialogs
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("a question", "The model asks a question with choices; it is answered in the terminal.", async run =>
        {
            await QuestionAsync(run);
            await run.BecomesAsync(Shows.Busy, await run.LeaveAsync("Enter to select", "Enter"));
            await Requests.FinishAsync(run, await run.HeldAsync("z"));
        }),
        new("a question answered in Chorus", "The question is answered in the dashboard.", async run =>
        {
            await QuestionAsync(run);
            var request = await run.RequestAsync();
            var now = DateTimeOffset.UtcNow;
            await run.Api.PostAsync(
                $"permissions/{request.GetProperty("id").GetString()}/decision",
                new { hash = request.GetProperty("hash").GetString(), decision = "allow", answers = new Dictionary<string, string[]> { ["Which database?"] = ["Postgres"] } });
            await run.BecomesAsync(Shows.Busy, now);
            await Requests.FinishAsync(run, await run.HeldAsync("z"));
        }),
        new("a question refused", "The question is left with Escape.", async run =>
        {
            await QuestionAsync(run);
            await run.BecomesAsync(Shows.Interrupted, await run.LeaveAsync("Enter to select"));
        }),
        new("a plan approved", "A plan is ready; it is approved from Chorus.", async run =>
        {
            await PlanAsync(run);
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await Requests.FinishAsync(run, await run.HeldAsync("z"));
        }),
        new("a plan sent back", "The plan is denied from Chorus with a message; planning goes on.", async run =>
        {
            await PlanAsync(run);
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "deny", "Smaller steps."));
            await Requests.FinishAsync(run, await run.HeldAsync("z"));
        }),
        new("a plan rejected in the terminal", "The plan is left with Escape.", async run =>
        {
            await PlanAsync(run);
            var request = await run.RequestAsync();
            await run.BecomesAsync(Shows.Interrupted, await run.LeaveAsync("Would you like to proceed?"));
            await run.CardAsync(request, "answered-in-terminal");
        }),
        new("auto mode without its check", "In auto mode the server's safety check cannot be reached; Claude Code asks how to go on, without a hook.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: node -e 8]]", "auto");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission", "Auto mode").From("registry"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Interrupted, await run.LeaveAsync("Auto mode can't check actions"));
        }),
        new("a panel in the terminal", "The user opens a panel of Claude Code in the terminal, and closes it again.", async run =>
        {
            await run.StartAsync("[[say: ready]]");
            await run.BecomesAsync(Shows.TurnEnded.Saying("^ready$"), await run.ScreenAsync("● ready"));
            await run.BecomesAsync(Shows.Waiting(null, "dialog is open in the terminal"), await run.TypeAsync("/permissions"));
            await run.BecomesAsync(Shows.TurnEnded.Saying("^ready$"), await run.LeaveAsync("Esc to close"));
        }),
        new("a folder that is not trusted", "The project was never opened with Claude Code; the trust is given in the terminal.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Waiting("trust", "trust").From("screen"), await run.ScreenAsync("Yes, I trust this folder"));
            await run.PressAsync("Down");
            await run.ScreenAsync("❯ Yes, I trust this folder");
            await run.BecomesAsync(Shows.Starting, await run.PressAsync("Enter"));
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("a"));
        }) { World = WorldKind.Untrusted },
        new("broken settings", "The project's settings file is no JSON; Claude Code asks what to do before it starts.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Waiting("error", "settings.json: Invalid or malformed JSON").From("screen"), await run.ScreenAsync("Settings Error"));
            await run.BecomesAsync(Shows.Starting, await run.ChooseAsync("Continue without these settings"));
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.TurnEnded, await run.ReleaseAsync("a"));
        }) { World = WorldKind.BrokenSettings },
    ];

    private static async Task QuestionAsync(CaseRun run)
    {
        await run.StartAsync($"[[hold: {run.Own("a")}]] [[ask: Which database? | SQLite | Postgres]] [[hold: {run.Own("z")}]] [[say: ok]]");
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
        await run.BecomesAsync(Shows.Waiting("question", @"^Which database\?$"), await run.ReleaseAsync("a"));
    }

    private static async Task PlanAsync(CaseRun run)
    {
        await run.StartAsync($@"[[hold: {run.Own("a")}]] [[plan: # The plan\n1. Look]] [[hold: {run.Own("z")}]] [[say: ok]]", "plan");
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
        await run.BecomesAsync(Shows.Waiting("plan", "The plan"), await run.ReleaseAsync("a"));
    }
}
