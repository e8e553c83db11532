namespace Chorus.EndToEnd.Conformance.Cases;

/// <summary>Permission requests, and everybody who may answer them.</summary>
internal static class Requests
{
    public static IReadOnlyList<StatusCase> All { get; } =
    [
        new("Yes in the terminal", "The request is allowed in the terminal; its command runs for four seconds.", async run =>
        {
            await AskAsync(run, "sleep 4");
            var request = await run.RequestAsync();
            await run.BecomesAsync(Shows.Busy.Saying("Bash: "), await run.ChooseAsync("Yes"));
            await run.CardAsync(request, "answered-in-terminal");
            await FinishAsync(run, await run.FileAsync("ended"));
        }),
        new("No in the terminal", "The request is denied with the dialog's own No.", async run =>
        {
            await AskAsync(run);
            var request = await run.RequestAsync();
            await run.BecomesAsync(Shows.Interrupted.Saying("in the terminal"), await run.ChooseAsync("No"));
            await run.CardAsync(request, "answered-in-terminal");
        }),
        new("Esc in a permission dialog", "The request is denied with Escape.", async run =>
        {
            await AskAsync(run);
            var request = await run.RequestAsync();
            await run.BecomesAsync(Shows.Interrupted.Saying("in the terminal"), await run.LeaveAsync("Do you want to proceed?"));
            await run.CardAsync(request, "answered-in-terminal");
        }),
        new("denied and interrupted", "The request is denied from Chorus, and the turn ended with it.", async run =>
        {
            await AskAsync(run);
            await run.BecomesAsync(Shows.Interrupted, await run.DecideAsync(await run.RequestAsync(), "deny", interrupt: true));
        }),
        new("interrupted in a dialog", "Interrupt is pressed in the dashboard while a request is open.", async run =>
        {
            await AskAsync(run);
            var request = await run.RequestAsync();
            await run.ScreenAsync("Do you want to proceed?");
            await run.BecomesAsync(Shows.Interrupted.Saying("^You interrupted it$"), await run.InterruptAsync());
            await run.CardAsync(request, "answered-in-terminal");
        }),
        new("denied with a message", "The request is denied from Chorus; the model reads why and goes on.", async run =>
        {
            await AskAsync(run);
            await run.BecomesAsync(Shows.Doing("^Thinking$"), await run.DecideAsync(await run.RequestAsync(), "deny", "Use the other script."));
            await FinishAsync(run, await run.HeldAsync("z"));
        }),
        new("two commands at once", "Two calls in one answer: each is asked for, runs and ends before the next is asked for.", async run =>
        {
            string Command(int number) => $"touch {run.Own($"began{number}")}; sleep 2; touch {run.Own($"ended{number}")}";
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[parallel: {Command(1)} | {Command(2)}]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission", "began1"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Doing("began1"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.BecomesAsync(Shows.Waiting("permission", "began2"), await run.FileAsync("ended1"));
            await run.BecomesAsync(Shows.Doing("began2"), await run.DecideAsync(await run.RequestAsync(), "allow"));
            await FinishAsync(run, await run.FileAsync("ended2"));
        }),
        new("one command after the other", "Two answers with one call each.", async run =>
        {
            await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: touch {run.Own("one")}]] [[bash: touch {run.Own("ended")}]] [[hold: {run.Own("z")}]] [[say: ok]]");
            await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
            await run.BecomesAsync(Shows.Waiting("permission", "one$"), await run.ReleaseAsync("a"));
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.BecomesAsync(Shows.Waiting("permission", "ended$"), await run.FileAsync("one"));
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await FinishAsync(run, await run.FileAsync("ended"));
        }),
        new("a terminal that changes its size", "The terminal is resized while a request is open; it stays open and can be allowed.", async run =>
        {
            await AskAsync(run);
            var request = await run.RequestAsync();
            await run.ScreenAsync("Do you want to proceed?");
            await run.TmuxAsync("resize-window", "-t", run.Pane, "-x", "70", "-y", "20");
            var resized = DateTimeOffset.UtcNow;
            await run.BecomesAsync(Shows.Waiting("permission", "Bash: "), resized);
            await run.SettleAsync();
            await run.CardAsync(request, "open");
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(request, "allow"));
            await FinishAsync(run, await run.FileAsync("ended"));
        }),
        new("a lost relay", "The hook that waits for Chorus' answer is killed; the dialog in the terminal stays, and is answered there.", async run =>
        {
            await AskAsync(run);
            await run.RequestAsync();
            await run.ScreenAsync("Do you want to proceed?");
            await run.BecomesAsync(Shows.Waiting("permission", "^Answer in the terminal: "), await run.KillRelayAsync());
            await run.BecomesAsync(Shows.Busy, await run.ChooseAsync("Yes"));
            await FinishAsync(run, await run.FileAsync("ended"));
        }),
        new("a late notification", "Claude Code's reminder of a dialog arrives when the dialog was answered already.", async run =>
        {
            await AskAsync(run, "sleep 4");
            await run.BecomesAsync(Shows.Busy, await run.DecideAsync(await run.RequestAsync(), "allow"));
            await run.BecomesAsync(Shows.Busy, await run.HookAsync("Notification", """ "notification_type": "permission_prompt", "message": "Claude needs your permission" """));
            await FinishAsync(run, await run.FileAsync("ended"));
        }),
    ];

    /// <summary>A turn that asks whether it may run a command which ends with a file.</summary>
    public static async Task AskAsync(CaseRun run, string command = "true", string? permissionMode = null)
    {
        await run.StartAsync($"[[hold: {run.Own("a")}]] [[bash: {command}; touch {run.Own("ended")}]] [[hold: {run.Own("z")}]] [[say: ok]]", permissionMode);
        await run.BecomesAsync(Shows.Busy, await run.HeldAsync("a"));
        await run.BecomesAsync(Shows.Waiting("permission", $"^Bash: {command}"), await run.ReleaseAsync("a"));
    }

    public static async Task FinishAsync(CaseRun run, DateTimeOffset ended)
    {
        await run.BecomesAsync(Shows.Busy, ended);
        await run.HeldAsync("z");
        await run.BecomesAsync(Shows.TurnEnded.Saying("^ok$"), await run.ReleaseAsync("z"));
    }
}
