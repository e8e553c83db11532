using Chorus.Claude;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>What the session shows, as safe HTML, or a line that says why there is nothing to show.</summary>
public sealed record ScreenView(TaskId Id, string State, string Html, string Note)
{
    /// <summary>Takes the screen as captured from tmux, colours included.</summary>
    public static ScreenView From(ChorusTask task, string? ansi)
    {
        var html = string.IsNullOrWhiteSpace(ansi) ? "" : TerminalHtml.Render(ansi);
        var live = task.State is TaskState.Running && task.Claude.Activity is not ClaudeActivity.Stopped;
        var state = live ? "live" : "still";
        var note = (task.State, live) switch
        {
            (TaskState.Pending, _) => "The session's screen appears here when the task starts.",
            (TaskState.Running, true) => html.Length > 0 ? "Live" : task.Claude.Activity is ClaudeActivity.Starting ? "Claude is starting." : "The screen appears here in a moment.",
            (TaskState.Running, false) => "Claude is not running. Restart resumes the conversation.",
            _ => html.Length > 0 ? "The last screen." : "This task has no session any more.",
        };
        return new ScreenView(task.Id, state, html, note);
    }
}
