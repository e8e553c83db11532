using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The board: list and chosen task.</summary>
public sealed record BoardView(PageView Page, ListView List, TaskView? Task)
{
    /// <summary><paramref name="asList"/>: a phone shows the list (the address is <c>/</c>), not the task.</summary>
    public static BoardView From(BoardFacts facts, DateTimeOffset now, bool asList = false)
    {
        var task = facts.ChosenTask;
        var page = new PageView
        {
            Title = UntrustedText.VisibleLine(task is null || asList ? facts.Project : task.Title),
            Bar = facts.Bar,
            View = asList || task is null ? "list" : "task",
            Place = "tasks",
            Task = task?.Id,
            Tab = facts.Tab,
            Request = facts.ChosenRequest,
        };
        return new BoardView(page, ListView.From(facts, now), task is null ? null : TaskView.From(task, facts, now));
    }
}

/// <summary>The inbox: the list beside the decision that has waited longest; on a phone only the decision.</summary>
public sealed record PermissionsView(PageView Page, ListView List, TaskView? Task)
{
    /// <summary>Takes facts whose chosen task and request are what <see cref="Choose"/> said.</summary>
    public static PermissionsView From(BoardFacts facts, DateTimeOffset now)
    {
        var task = facts.ChosenTask is { } chosen && facts.OpenOf(chosen.Id).Count > 0 ? chosen : null;
        var page = new PageView { Title = "Inbox", Bar = facts.Bar, View = "inbox", Place = "inbox", Task = task?.Id, Request = facts.ChosenRequest };
        return new PermissionsView(page, ListView.From(facts, now), task is null ? null : TaskView.From(task, facts, now));
    }

    /// <summary>The asked-for request if it is still open, else the one that has waited longest.</summary>
    public static (TaskId Task, string Request)? Choose(IReadOnlyList<Permissions.PermissionRequest> open, string? requestId)
    {
        var request = open.FirstOrDefault(one => one.Id == requestId) ?? open.OrderBy(one => one.CreatedAt).FirstOrDefault();
        return request is null ? null : (request.TaskId, request.Id);
    }
}

/// <summary>The page for a new task.</summary>
public sealed record TaskFormPageView(PageView Page, TaskFormView Form)
{
    public static TaskFormPageView New(BoardFacts facts, ChorusOptions options) => new(
        new PageView { Title = "New task", Bar = facts.Bar, Place = "new" },
        TaskFormView.New(facts, options));
}

/// <summary>The login page; shown without a session, so it tells nothing but the project's name.</summary>
public sealed record LoginView(PageView Page, string Problem)
{
    public static LoginView For(string project, string problem = "") => new(
        new PageView { Title = "Log in", Bar = BarView.Quiet(project), Live = false },
        problem);
}

/// <summary>A page that says one thing: not found, refused, failed.</summary>
public sealed record MessageView(PageView Page, int Status, string Headline, string Text)
{
    public static MessageView For(BarView bar, int status, string headline, string text) => new(
        new PageView { Title = headline, Bar = bar },
        status,
        headline,
        text);
}

/// <summary>One passing line in the toast area.</summary>
public sealed record ToastView(string Text, bool IsProblem = false);
