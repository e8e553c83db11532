namespace Chorus.Web.Views;

/// <summary>What every page shares: title, what a phone shows of it, and the stream that keeps it current.</summary>
public sealed record PageView
{
    /// <summary>Without the count of those who need you; the layout adds it.</summary>
    public required string Title { get; init; }
    public required BarView Bar { get; init; }
    /// <summary>What a phone shows: list, task, inbox or page.</summary>
    public string View { get; init; } = "page";
    /// <summary>The current place: inbox, tasks, new, rules or empty.</summary>
    public string Place { get; init; } = "";
    /// <summary>What the stream keeps current.</summary>
    public Sight Sight { get; init; } = new();
    /// <summary>False on pages that are shown without a session (login).</summary>
    public bool Live { get; init; } = true;

    public string FullTitle => Bar.NeedsYou > 0 ? $"({Bar.NeedsYou}) {Title} · Chorus" : $"{Title} · Chorus";
}

/// <summary>What to look at twice; nothing is shown when there is nothing.</summary>
public sealed record WarningsView(IReadOnlyList<string> Lines);
