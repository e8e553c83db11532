using System.Globalization;
using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Stacks;
using Chorus.Tasks;

namespace Chorus.Web.Views;

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
    public required string Href { get; init; }
    public bool IsLate { get; init; }
    public bool IsChosen { get; init; }
    public int Priority { get; init; }
    /// <summary>Branch and counts; empty without a stack of its own.</summary>
    public string Stack { get; init; } = "";

    /// <summary>Queued tasks have no age worth reading.</summary>
    public bool ShowsAge => Group != BoardGroup.Queued;

    /// <summary>Nothing for what is normal.</summary>
    public string PriorityWord => Priority switch
    {
        0 => "",
        1 => "High",
        -1 => "Low",
        _ => string.Create(CultureInfo.InvariantCulture, $"Priority {Priority}"),
    };

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
            Href = facts.Sight.TaskUrl(task.Id),
            IsLate = group == BoardGroup.NeedsYou && Ages.IsLate(since, now),
            IsChosen = task.Id == facts.Chosen,
            Priority = task.Priority,
            Stack = facts.Stacks.TryGetValue(task.Id, out var stack) ? StackWords(stack) : "",
        };
    }

    /// <summary>Whether a word somebody looks for stands in the row; <c>#12</c> is a number.</summary>
    public bool Mentions(string word) =>
        new[] { Title, Why, Stack }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)) || word == $"#{Id}";

    /// <summary>What a repaint compares: everything but what time alone changes, which the page counts on by itself.</summary>
    internal RowView WithoutTime() => this with { Age = "", IsLate = false };

    private static string WhyOf(ChorusTask task, BoardGroup group, IReadOnlyList<PermissionRequest> open, BoardFacts facts)
    {
        if (group == BoardGroup.NeedsYou && open.Count > 0)
        {
            return open.Count == 1 ? open[0].Summary : $"{open[0].Summary} (and {open.Count - 1} more)";
        }

        return task.State switch
        {
            TaskState.Pending => QueueWords.Of(task, facts),
            TaskState.Running => StatusWords.Sentence(task.Claude),
            _ => task.Result ?? "",
        };
    }

    private static string StackWords(StackDescription stack) => string.Join(", ", new[]
    {
        UntrustedText.VisibleLine(stack.Name ?? ""),
        stack.Commits switch { 0 => "", 1 => "1 commit", var count => $"{count} commits" },
        stack.Uncommitted > 0 ? $"{stack.Uncommitted} changed" : "",
    }.Where(part => part.Length > 0));
}
