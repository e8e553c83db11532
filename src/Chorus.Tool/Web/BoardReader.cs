using Chorus.Configuration;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Reads everything a page or a live fragment shows.</summary>
internal sealed class BoardReader(TaskStore tasks, EventStore history, PermissionStore requests, SessionScreens screens, ChorusOptions options, StateFolder state)
{
    private const int EventsShown = 50;

    public string Project => state.ProjectName;

    public BoardFacts Read(TaskId? chosen = null, string? request = null, TaskTab tab = TaskTab.Session) => new()
    {
        Project = state.ProjectName,
        Tasks = tasks.All(),
        Open = requests.Open(),
        MaxRunning = options.Queue.MaxRunning,
        Chosen = chosen,
        ChosenRequest = request,
        Screen = chosen is { } id ? screens.Latest(id) : null,
        Events = chosen is { } task ? [.. history.Of(task, EventsShown, EventKinds.Status).Select(View)] : [],
        Tab = tab,
    };

    private static StatusEventView View(TaskEvent item) => new(
        item.At, item.From, item.To, item.Reason == Words.Of(Claude.ClaudeReason.None) ? "" : item.Reason.Replace('-', ' '), item.Detail, item.Source);
}
