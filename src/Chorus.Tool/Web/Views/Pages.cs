using Chorus.Configuration;
using Chorus.Processes;

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
            Sight = facts.Sight,
        };
        return new BoardView(page, ListView.From(facts, now), task is null ? null : TaskView.From(task, facts, now));
    }
}

/// <summary>The inbox: all that needs a human beside what is looked at; on a phone one decision at a time.</summary>
public sealed record InboxPageView(PageView Page, InboxView Inbox, TaskView? Task)
{
    /// <summary>Takes facts whose sight <see cref="InboxView.Choose"/> made.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="now">The present.</param>
    /// <param name="isAskedFor">The user came for this one; else a phone shows the list unless there is something to decide.</param>
    public static InboxPageView From(BoardFacts facts, DateTimeOffset now, bool isAskedFor)
    {
        var task = facts.ChosenTask;
        var page = new PageView { Title = "Inbox", Bar = facts.Bar, View = task is not null && (isAskedFor || facts.Sight.Request is not null) ? "inbox" : "list", Place = "inbox", Sight = facts.Sight };
        return new InboxPageView(page, InboxView.From(facts, now), task is null ? null : TaskView.From(task, facts, now));
    }
}

/// <summary>The page for a new task.</summary>
public sealed record TaskFormPageView(PageView Page, TaskFormView Form)
{
    public static TaskFormPageView New(BoardFacts facts, ChorusOptions options) => new(
        new PageView { Title = "New task", Bar = facts.Bar, Place = "new", Sight = facts.Sight },
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
        new PageView { Title = headline, Bar = bar, Sight = new Sight { Place = Views.Place.Other } },
        status,
        headline,
        text);
}
