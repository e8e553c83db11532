using Chorus.Web.Slices.Board;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Views;
using RazorSlices;

namespace Chorus.Web;

/// <summary>A row of a live list: its element, what it shows, and how it is painted.</summary>
/// <param name="State">Equal as long as the row need not be painted again.</param>
internal sealed record LiveRow(string ElementId, object State, Func<RazorSlice> Paint);

/// <summary>A list as a stream sends it: as a whole when rows come, go or change places, else only the rows that changed.</summary>
internal sealed class LiveList(string shape, IReadOnlyList<LiveRow> rows, Func<RazorSlice> paint)
{
    private readonly Lazy<Task<string>> whole = new(() => Answers.RenderAsync(paint(), CancellationToken.None).AsTask());

    /// <summary>What stands around the rows, and their order.</summary>
    public string Shape { get; } = shape;

    public IReadOnlyList<LiveRow> Rows { get; } = rows;

    /// <summary>Rendered once for all streams that need it.</summary>
    public Task<string> WholeAsync() => whole.Value;

    public static LiveList? Of(LiveView view) => view switch
    {
        { Inbox: { } inbox } => new LiveList(
            Joined(inbox.Sentence, Ids(inbox.NeedYou), Ids(inbox.YourTurn)),
            [.. inbox.Rows.Select(row => new LiveRow(row.ElementId, row.WithoutTime(), () => InboxItem.Create(row)))],
            () => InboxPanel.Create(inbox)),
        { List: { } list } => new LiveList(
            Joined([list.Sentence, $"{list.Hidden}", list.ClearUrl, Ids(list.Inbox), .. list.Groups.Select(ShapeOf)]),
            [.. list.Rows.Select(row => new LiveRow($"task-{row.Id}", row.WithoutTime(), () => row.Group == BoardGroup.NeedsYou ? AskRow.Create(row) : TaskRow.Create(row)))],
            () => ListPanel.Create(list)),
        _ => null,
    };

    private static string ShapeOf(GroupView group) => Joined(group.Group.Key, $"{group.Count}", $"{group.Queue}", string.Join(' ', group.Rows.Select(row => row.Id)));

    private static string Ids(IEnumerable<RowView> rows) => string.Join(' ', rows.Select(row => row.Id));

    private static string Ids(IEnumerable<InboxRow> rows) => string.Join(' ', rows.Select(row => row.ElementId));

    private static string Joined(params IEnumerable<string> parts) => string.Join('\n', parts);
}

/// <summary>What one stream has sent of its list.</summary>
internal sealed class SentList
{
    private string? shape;
    private Dictionary<string, object> rows = [];

    /// <summary>What has to be sent now; empty when the page shows it already.</summary>
    public async Task<string> RenewAsync(LiveList? list)
    {
        if (list is null)
        {
            return "";
        }

        var before = rows;
        rows = list.Rows.ToDictionary(row => row.ElementId, row => row.State, StringComparer.Ordinal);
        if (shape != list.Shape)
        {
            shape = list.Shape;
            return Partial("list", await list.WholeAsync());
        }

        var parts = new List<string>();
        foreach (var row in list.Rows.Where(row => !row.State.Equals(before.GetValueOrDefault(row.ElementId))))
        {
            parts.Add(Partial(row.ElementId, await Answers.RenderAsync(row.Paint(), CancellationToken.None)));
        }

        return string.Concat(parts);
    }

    private static string Partial(string id, string html) => $"<hx-partial hx-target=\"#{id}\" hx-swap=\"outerMorph\">{html}</hx-partial>";
}
