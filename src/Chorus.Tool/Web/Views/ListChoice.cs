using Chorus.Events;

namespace Chorus.Web.Views;

/// <summary>In which order the tasks of a group stand.</summary>
public enum ListOrder
{
    /// <summary>The most urgent first, then who has been in its state longest.</summary>
    Priority,
    /// <summary>Who has been in its state longest.</summary>
    Age,
    /// <summary>The newest task first.</summary>
    Newest,
    Title,
}

/// <summary>Which tasks are listed, and how; it stands in the page's address, so that a reload, a link and the way back keep it.</summary>
/// <param name="Text">Words that title, reason, stack or number must contain, in any case; empty for all.</param>
/// <param name="Group">Only this state; null for all.</param>
public sealed record ListChoice(string Text, BoardGroup? Group, ListOrder Order)
{
    private const int LongestText = 200;

    public static readonly ListChoice All = new("", Group: null, ListOrder.Priority);

    public static IReadOnlyList<ListOrder> Orders { get; } = Enum.GetValues<ListOrder>();

    public bool HidesSome => Text.Length > 0 || Group is not null;

    internal IReadOnlyList<(string Name, string Value)> Parameters =>
        [("q", Text), ("state", Group?.Key ?? ""), ("sort", Order is ListOrder.Priority ? "" : Words.Of(Order))];

    /// <summary>What cannot be understood is left out: an old or mistyped address still shows the board.</summary>
    public static ListChoice Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = query["q"].ToString().Trim();
        return new ListChoice(
            text.Length > LongestText ? text[..LongestText] : text,
            BoardGroup.All.FirstOrDefault(group => group.Key == query["state"]),
            Orders.FirstOrDefault(order => Words.Of(order) == query["sort"]));
    }

    public bool Shows(RowView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (Group is null || row.Group == Group) && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(row.Mentions);
    }

    public IReadOnlyList<RowView> Sort(BoardGroup group, IEnumerable<RowView> rows) => (Order, group) switch
    {
        (ListOrder.Title, _) => [.. rows.OrderBy(row => row.Title, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Id.Value)],
        (ListOrder.Newest, _) => [.. rows.OrderByDescending(row => row.Id.Value)],
        // The queue starts them in this order, and no other would be true.
        (_, _) when group == BoardGroup.Queued => [.. rows],
        (ListOrder.Age, _) => [.. rows.OrderBy(row => row.Since).ThenBy(row => row.Id.Value)],
        (_, _) when group == BoardGroup.Done || group == BoardGroup.Failed => [.. rows.OrderByDescending(row => row.Since).ThenBy(row => row.Id.Value)],
        _ => [.. rows.OrderByDescending(row => row.Priority).ThenBy(row => row.Since).ThenBy(row => row.Id.Value)],
    };
}
