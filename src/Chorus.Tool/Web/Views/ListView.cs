namespace Chorus.Web.Views;

/// <summary>The left side of the board: who needs you, and everybody else by group; only what <see cref="ListChoice"/> shows.</summary>
public sealed record ListView(ListChoice Choice, IReadOnlyList<RowView> Inbox, IReadOnlyList<GroupView> Groups)
{
    /// <summary>How many need you, also those that are not listed now.</summary>
    public required int NeedYou { get; init; }
    /// <summary>There is no task at all.</summary>
    public required bool IsEmpty { get; init; }
    /// <summary>How many tasks are not listed.</summary>
    public required int Hidden { get; init; }
    public required string ClearUrl { get; init; }

    public string Sentence => Counts.NeedYou(NeedYou);
    public RowView? First => Inbox.Count > 0 ? Inbox[0] : Groups.Count > 0 ? Groups[0].Rows[0] : null;
    public IEnumerable<RowView> Rows => Inbox.Concat(Groups.SelectMany(group => group.Rows));

    public static ListView From(BoardFacts facts, DateTimeOffset now)
    {
        var choice = facts.Sight.List;
        var all = facts.Tasks.Select(task => RowView.From(task, facts, now)).ToList();
        var rows = all.Where(choice.Shows).ToList();
        var inbox = rows.Where(row => row.Group == BoardGroup.NeedsYou).OrderBy(row => row.Since).ThenBy(row => row.Id.Value);
        var groups =
            from groupOfRows in BoardGroup.All
            where groupOfRows != BoardGroup.NeedsYou
            let members = rows.Where(row => row.Group == groupOfRows).ToList()
            where members.Count > 0
            select GroupView.From(groupOfRows, choice.Sort(groupOfRows, members), facts);
        return new ListView(choice, [.. inbox], [.. groups])
        {
            NeedYou = all.Count(row => row.Group == BoardGroup.NeedsYou),
            IsEmpty = all.Count == 0,
            Hidden = all.Count - rows.Count,
            ClearUrl = (facts.Sight with { List = ListChoice.All }).ListUrl,
        };
    }
}

/// <summary>Tasks with the same state word.</summary>
/// <param name="Count">How many there are, also those that are not listed.</param>
/// <param name="IsOpen">Listed at once; what is over is folded away unless somebody looks for it.</param>
/// <param name="Queue">The head of the queue, on that group only.</param>
/// <param name="MoreUrl">Where all of them are listed.</param>
public sealed record GroupView(BoardGroup Group, IReadOnlyList<RowView> Rows, int Count, bool IsOpen, QueueView? Queue, string MoreUrl)
{
    /// <summary>A project ends up with more finished tasks than anybody reads.</summary>
    private const int FinishedShown = 30;

    public int Hidden => Count - Rows.Count;

    public static GroupView From(BoardGroup group, IReadOnlyList<RowView> rows, BoardFacts facts)
    {
        var choice = facts.Sight.List;
        var shown = group.Folded && !choice.HidesSome ? [.. rows.Take(FinishedShown)] : rows;
        return new GroupView(
            group,
            shown,
            rows.Count,
            !group.Folded || choice.HidesSome || shown.Any(row => row.IsChosen),
            group == BoardGroup.Queued ? QueueView.From(facts) : null,
            (facts.Sight with { List = choice with { Group = group } }).ListUrl);
    }
}

/// <summary>How the queue stands, in words, and the button that changes it.</summary>
public sealed record QueueView(bool IsPaused, string Note)
{
    public string Word => IsPaused ? "Resume" : "Pause";
    public string Icon => IsPaused ? "play" : "pause";

    public static QueueView? From(BoardFacts facts) => (facts.Queue.IsPaused, facts.Queue.StartsByItself) switch
    {
        (true, _) => new QueueView(IsPaused: true, "paused"),
        (_, true) => new QueueView(IsPaused: false, ""),
        // A queue that starts nothing by itself has nothing to pause.
        _ => null,
    };
}
