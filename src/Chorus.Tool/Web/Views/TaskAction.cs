using Chorus.Claude;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>A button in a task's head: word, symbol, request, and whether it is the one to press.</summary>
public sealed record TaskAction(string Word, string Icon, string Method, string Path, bool IsMain)
{
    /// <summary>Key that presses it, for the hint on the button.</summary>
    public string Key { get; init; } = "";
    /// <summary>Question to confirm first; empty for none.</summary>
    public string Confirm { get; init; } = "";
    /// <summary>Sent as form field; empty for none.</summary>
    public string Name { get; init; } = "";
    public string Value { get; init; } = "";

    /// <summary>What fits the state. Finishing and deleting stand apart, in menus.</summary>
    public static IReadOnlyList<TaskAction> For(ChorusTask task, BoardFacts facts) => task.State switch
    {
        TaskState.Pending => [Start(task, facts)],
        TaskState.Running => Running(task),
        _ => [new("Reopen", "reopen", "post", $"/tasks/{task.Id}/outcome", IsMain: false) { Name = "outcome", Value = "reopened" }],
    };

    private static TaskAction Start(ChorusTask task, BoardFacts facts)
    {
        var start = new TaskAction("Start", "play", "post", $"/tasks/{task.Id}/run", IsMain: true);
        var awaited = QueueOrder.Awaited(task, facts.Tasks);
        return awaited.Count == 0 ? start : start with
        {
            Word = "Start anyway",
            IsMain = false,
            Name = "anyway",
            Value = "true",
            Confirm = $"It waits for {string.Join(" and ", awaited.Select(other => $"“{UntrustedText.VisibleLine(other.Title)}”"))}. Start it now?",
        };
    }

    private static IReadOnlyList<TaskAction> Running(ChorusTask task)
    {
        var restart = new TaskAction("Restart", "restart", "post", $"/tasks/{task.Id}/restart", IsMain: false);
        if (task.Claude.Activity is ClaudeActivity.Stopped)
        {
            return [restart with { IsMain = true }];
        }

        var stop = new TaskAction("Stop", "stop", "delete", $"/tasks/{task.Id}/run", IsMain: false);
        return task.Claude.Activity is ClaudeActivity.Busy or ClaudeActivity.Waiting
            ? [new("Interrupt", "pause", "post", $"/tasks/{task.Id}/interrupt", IsMain: false) { Key = "i" }, stop, restart]
            : task is { Claude.Activity: ClaudeActivity.Idle, IsDismissed: false }
                ? [stop, restart, new("Put aside", "st-done", "delete", $"/tasks/{task.Id}/attention", IsMain: false) { Key = "x" }]
                : [stop, restart];
    }
}
