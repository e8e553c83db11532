using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The left side of the board: who needs you, and everybody else by group.</summary>
public sealed record ListView(IReadOnlyList<RowView> Inbox, IReadOnlyList<GroupView> Groups)
{
    public string Sentence => Counts.NeedYou(Inbox.Count);
    public bool IsEmpty => Inbox.Count == 0 && Groups.Count == 0;
    public RowView? First => Inbox.Count > 0 ? Inbox[0] : Groups.Count > 0 ? Groups[0].Rows[0] : null;

    public static ListView From(BoardFacts facts, DateTimeOffset now)
    {
        var rows = facts.Tasks.Select(task => RowView.From(task, facts, now)).ToList();
        var inbox = rows.Where(row => row.Group == BoardGroup.NeedsYou).OrderBy(row => row.Since).ThenBy(row => row.Id.Value);
        var groups =
            from groupOfRows in BoardGroup.All
            where groupOfRows != BoardGroup.NeedsYou
            let members = rows.Where(row => row.Group == groupOfRows).ToList()
            where members.Count > 0
            select new GroupView(groupOfRows, Sort(groupOfRows, members));
        return new ListView([.. inbox], [.. groups]);
    }

    /// <summary>Queued: what starts next; over: newest first; all others keep their place, so that nothing moves under the pointer.</summary>
    private static IReadOnlyList<RowView> Sort(BoardGroup group, IReadOnlyList<RowView> rows)
    {
        if (group == BoardGroup.Queued)
        {
            return [.. rows.OrderByDescending(row => row.Priority).ThenBy(row => row.Id.Value)];
        }

        return group == BoardGroup.Done || group == BoardGroup.Failed
            ? [.. rows.OrderByDescending(row => row.Since).ThenBy(row => row.Id.Value)]
            : [.. rows.OrderBy(row => row.Id.Value)];
    }
}

/// <summary>Tasks with the same state word.</summary>
public sealed record GroupView(BoardGroup Group, IReadOnlyList<RowView> Rows);

/// <summary>One task in the list.</summary>
public sealed record RowView
{
    public required TaskId Id { get; init; }
    public required string Title { get; init; }
    public required BoardGroup Group { get; init; }
    /// <summary>Second line, or what stands at the end of the row when <see cref="Since"/> says nothing; may be empty.</summary>
    public required string Why { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string Age { get; init; }
    public bool IsLate { get; init; }
    public bool IsChosen { get; init; }
    public int Priority { get; init; }

    public string Href => $"/tasks/{Id}";
    /// <summary>Queued tasks have no age worth reading.</summary>
    public bool ShowsAge => Group != BoardGroup.Queued;

    public static RowView From(ChorusTask task, BoardFacts facts, DateTimeOffset now)
    {
        var open = facts.OpenOf(task.Id);
        var (group, since) = facts.StandingOf(task);
        return new RowView
        {
            Id = task.Id,
            Title = UntrustedText.VisibleLine(task.Title),
            Group = group,
            Why = UntrustedText.VisibleLine(WhyOf(task, group, open, facts)),
            Since = since,
            Age = Ages.Words(since, now),
            IsLate = group == BoardGroup.NeedsYou && Ages.IsLate(since, now),
            IsChosen = task.Id == facts.Chosen,
            Priority = task.Priority,
        };
    }

    private static string WhyOf(ChorusTask task, BoardGroup group, IReadOnlyList<PermissionRequest> open, BoardFacts facts)
    {
        if (group == BoardGroup.NeedsYou && open.Count > 0)
        {
            return open.Count == 1 ? open[0].Summary : $"{open[0].Summary} (and {open.Count - 1} more)";
        }

        return task.State switch
        {
            TaskState.Pending => QueueWords(task, facts.Tasks),
            TaskState.Running => StatusWords.Sentence(task.Claude),
            _ => task.Result ?? "",
        };
    }

    internal static string QueueWords(ChorusTask task, IReadOnlyList<ChorusTask> all)
    {
        var awaited = task.After
            .Select(id => all.FirstOrDefault(other => other.Id == id))
            .Where(other => other is not null && other.State is not TaskState.Completed)
            .Select(other => other!.Title)
            .ToList();
        return awaited.Count switch
        {
            0 => task.Priority > 0 ? "high priority" : "",
            1 => $"after {awaited[0]}",
            _ => $"after {awaited[0]} and {awaited.Count - 1} more",
        };
    }
}
