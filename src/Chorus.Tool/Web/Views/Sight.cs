using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The pages that are kept current.</summary>
public enum Place
{
    Board,
    /// <summary>All that needs a human.</summary>
    Inbox,
    Rules,
    /// <summary>A page that shows nothing of it but how many need a human.</summary>
    Other,
}

/// <summary>What a page shows, as its address says it; every repaint and every link keeps it.</summary>
public sealed record Sight
{
    public Place Place { get; init; }
    /// <summary>The chosen task.</summary>
    public TaskId? Task { get; init; }
    /// <summary>The request that is looked at when the task has several; null for its oldest.</summary>
    public string? Request { get; init; }
    public TaskTab Tab { get; init; }
    public ListChoice List { get; init; } = ListChoice.All;

    public static Sight Read(IQueryCollection query, TaskId? task = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new Sight
        {
            Task = task ?? (TaskId.TryParse(query["task"], null, out var id) ? id : null),
            Request = query["request"],
            Tab = Enum.TryParse<TaskTab>(query["tab"], ignoreCase: true, out var tab) && Enum.IsDefined(tab) ? tab : TaskTab.Session,
            Place = Enum.TryParse<Place>(query["place"], ignoreCase: true, out var place) && Enum.IsDefined(place) ? place : Place.Board,
            List = ListChoice.Read(query),
        };
    }

    /// <summary>Where the page's stream comes from.</summary>
    public string StreamUrl => "/events" + Address.Query(
        [("place", Place is Place.Board ? "" : Place.ToString().ToLowerInvariant()), ("task", $"{Task}"), ("tab", Tab is TaskTab.Session ? "" : TabWord), ("request", Request ?? ""), .. List.Parameters]);

    /// <summary>The address of a task in the list that is shown now.</summary>
    public string TaskUrl(TaskId task, TaskTab tab = TaskTab.Session) => $"/tasks/{task}" + Address.Query([("tab", tab is TaskTab.Session ? "" : Word(tab)), .. List.Parameters]);

    /// <summary>The list without a task.</summary>
    public string ListUrl => "/" + Address.Query(List.Parameters);

    private string TabWord => Word(Tab);

    private static string Word(TaskTab tab) => tab.ToString().ToLowerInvariant();
}
