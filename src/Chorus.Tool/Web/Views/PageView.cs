using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>What every page shares: title, what a phone shows of it, and the stream that keeps it current.</summary>
public sealed record PageView
{
    /// <summary>Without the count of those who need you; the layout adds it.</summary>
    public required string Title { get; init; }
    public required BarView Bar { get; init; }
    /// <summary>What a phone shows: list, task, inbox or page.</summary>
    public string View { get; init; } = "page";
    /// <summary>The current place: inbox, tasks, new or empty.</summary>
    public string Place { get; init; } = "";
    /// <summary>The task whose fragments the stream carries.</summary>
    public TaskId? Task { get; init; }
    /// <summary>False on pages that are shown without a session (login).</summary>
    public bool Live { get; init; } = true;

    public string FullTitle => Bar.NeedsYou > 0 ? $"({Bar.NeedsYou}) {Title} · Chorus" : $"{Title} · Chorus";
    /// <summary>The tab and the request that are looked at stay as they are when the stream repaints around them.</summary>
    public TaskTab Tab { get; init; } = TaskTab.Session;
    /// <summary>The permission request that is looked at, if one was chosen.</summary>
    public string? Request { get; init; }

    public string StreamUrl => Task is not { } task
        ? "/events"
        : $"/events?task={task}&tab={Tab.ToString().ToLowerInvariant()}{(Request is null ? "" : $"&request={Uri.EscapeDataString(Request)}")}";
}

/// <summary>The part of the bar that changes: how many need you and how many run.</summary>
public sealed record BarView(string Project, int NeedsYou, int Running, int MaxRunning)
{
    public static BarView Quiet(string project) => new(UntrustedText.VisibleLine(project), 0, 0, 0);

    public string Sentence => Counts.NeedYou(NeedsYou);
    public string Load => $"{Running} of {MaxRunning} running";
}

/// <summary>What to look at twice; nothing is shown when there is nothing.</summary>
public sealed record WarningsView(IReadOnlyList<string> Lines);
