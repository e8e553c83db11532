using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>All that needs a human over all tasks, each with what it is about, since when, and what it holds up; who has waited longest comes first.</summary>
public sealed record InboxView(IReadOnlyList<InboxRow> NeedYou, IReadOnlyList<InboxRow> YourTurn, int TasksThatNeedYou)
{
    public string Sentence => Counts.NeedYou(TasksThatNeedYou);
    public bool IsEmpty => NeedYou.Count == 0 && YourTurn.Count == 0;
    public IEnumerable<InboxRow> Rows => NeedYou.Concat(YourTurn);

    public static InboxView From(BoardFacts facts, DateTimeOffset now)
    {
        var requests = facts.Open.Select(request => (request, Task: facts.Tasks.FirstOrDefault(task => task.Id == request.TaskId)))
            .Where(one => one.Task is not null)
            .Select(one => InboxRow.Of(one.request, one.Task!, facts, now));
        var running = facts.Tasks.Where(task => task.State is TaskState.Running && facts.OpenOf(task.Id).Count == 0).ToList();
        var troubled = running.Where(task => BoardGroup.Of(task) == BoardGroup.NeedsYou).Select(task => InboxRow.Of(task, BoardGroup.NeedsYou, facts, now));
        var idle = running.Where(task => BoardGroup.Of(task) == BoardGroup.YourTurn && !task.IsDismissed).Select(task => InboxRow.Of(task, BoardGroup.YourTurn, facts, now));
        return new InboxView(
            [.. requests.Concat(troubled).OrderBy(row => row.Since).ThenBy(row => row.ElementId, StringComparer.Ordinal)],
            [.. idle.OrderBy(row => row.Since).ThenBy(row => row.Task.Value)],
            facts.Bar.NeedsYou);
    }

    /// <summary>What is looked at: what was asked for if it still needs somebody, else what has waited longest.</summary>
    public static Sight Choose(Sight asked, BoardFacts facts)
    {
        var rows = From(facts with { Sight = asked }, DateTimeOffset.UnixEpoch).Rows.ToList();
        var chosen = rows.FirstOrDefault(row => row.Request is not null && row.Request == asked.Request) ?? rows.FirstOrDefault(row => row.Task == asked.Task) ?? rows.FirstOrDefault();
        return asked with { Place = Place.Inbox, Task = chosen?.Task, Request = chosen?.Request };
    }
}

/// <summary>One thing that needs a human: a request, or a task that cannot go on alone.</summary>
public sealed record InboxRow
{
    public required string ElementId { get; init; }
    public required TaskId Task { get; init; }
    public string? Request { get; init; }
    public required BoardGroup Group { get; init; }
    public required string Title { get; init; }
    public required string What { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string Age { get; init; }
    public required string Href { get; init; }
    public bool IsLate { get; init; }
    public bool IsChosen { get; init; }
    /// <summary>How many pending tasks wait for this one.</summary>
    public int HoldsUp { get; init; }

    public string HoldsUpWord => HoldsUp == 0 ? "" : $"holds up {HoldsUp}";
    /// <summary>Only what asks for nothing can be put aside.</summary>
    public string? DismissUrl => Group == BoardGroup.YourTurn ? $"/tasks/{Task}/attention" : null;

    internal InboxRow WithoutTime() => this with { Age = "", IsLate = false };

    internal static InboxRow Of(PermissionRequest request, ChorusTask task, BoardFacts facts, DateTimeOffset now) => new()
    {
        ElementId = $"asked-{request.Id}",
        Task = task.Id,
        Request = request.Id,
        Group = BoardGroup.NeedsYou,
        Title = UntrustedText.VisibleLine(task.Title),
        What = UntrustedText.VisibleLine(request.Summary),
        Since = request.CreatedAt,
        Age = Ages.Words(request.CreatedAt, now),
        Href = $"/permissions?request={request.Id}",
        IsLate = Ages.IsLate(request.CreatedAt, now),
        IsChosen = facts.Sight.Request == request.Id,
        HoldsUp = facts.HeldUpBy(task.Id).Count,
    };

    internal static InboxRow Of(ChorusTask task, BoardGroup group, BoardFacts facts, DateTimeOffset now) => new()
    {
        ElementId = $"task-{task.Id}",
        Task = task.Id,
        Group = group,
        Title = UntrustedText.VisibleLine(task.Title),
        What = UntrustedText.VisibleLine(StatusWords.Sentence(task.Claude)),
        Since = task.Claude.Since,
        Age = Ages.Words(task.Claude.Since, now),
        Href = $"/permissions?task={task.Id}",
        IsLate = group == BoardGroup.NeedsYou && Ages.IsLate(task.Claude.Since, now),
        IsChosen = facts.Chosen == task.Id && facts.Sight.Request is null,
        HoldsUp = facts.HeldUpBy(task.Id).Count,
    };
}
