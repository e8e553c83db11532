using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>The place of a task's open decision; empty when nothing is asked.</summary>
public sealed record DecisionSlotView(TaskId Task, DecisionView? Decision)
{
    public static DecisionSlotView From(ChorusTask task, BoardFacts facts, DateTimeOffset now)
    {
        var open = facts.OpenOf(task.Id);
        var request = open.FirstOrDefault(one => one.Id == facts.ChosenRequest) ?? (open.Count > 0 ? open[0] : null);
        return new DecisionSlotView(task.Id, request is null ? null : DecisionView.From(request, facts, now));
    }
}

/// <summary>A permission request as it is shown: everything the agent sent, nothing cut, nothing hidden.</summary>
public sealed record DecisionView
{
    private const int LongestToolLine = 80;

    public required string RequestId { get; init; }
    public required string Hash { get; init; }
    public required TaskId Task { get; init; }
    public required PermissionKind Kind { get; init; }
    public required VisibleText Tool { get; init; }
    /// <summary>"Run a command?"; null asks for the use of <see cref="ToolLine"/>.</summary>
    public required string? Question { get; init; }
    /// <summary>The tool's name as a heading can hold it.</summary>
    public required string ToolLine { get; init; }
    /// <summary>"Permission", "Question" or "Plan".</summary>
    public required string KindWord { get; init; }
    public required IReadOnlyList<DecisionField> Fields { get; init; }
    public required VisibleText RawJson { get; init; }
    public required VisibleText Folder { get; init; }
    public VisibleText? Agent { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string Age { get; init; }
    /// <summary>What to look at twice before allowing; empty for honest text.</summary>
    public required WarningsView Warnings { get; init; }
    /// <summary>Place among all open requests, from 1.</summary>
    public required int Number { get; init; }
    public required int Count { get; init; }
    public string? Previous { get; init; }
    public string? Next { get; init; }

    /// <summary>A question has no yes: it wants words.</summary>
    public bool CanAllow => Kind is not PermissionKind.Question;
    public string AllowWord => Kind is PermissionKind.Plan ? "Approve" : "Allow";
    public string DenyWord => Kind switch
    {
        PermissionKind.Plan => "Keep planning",
        PermissionKind.Question => "Decline",
        _ => "Deny",
    };
    public string MessageWord => Kind is PermissionKind.Question ? "Answer with a message…" : $"{DenyWord} with message…";
    /// <summary>Short fields, set beside each other.</summary>
    public IEnumerable<DecisionField> Facts => Fields.Where(one => one.Shape is FieldShape.Fact);
    public string Action => $"/permissions/{RequestId}/decision";
    /// <summary>Long text is folded; it must have been opened before it can be allowed.</summary>
    public bool HasFolded => Fields.Any(one => one.IsFolded) || Folder.IsFolded || Tool.IsFolded || Agent is { IsFolded: true };

    public static DecisionView From(PermissionRequest request, BoardFacts facts, DateTimeOffset now)
    {
        var open = facts.Open.OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var index = open.FindIndex(one => one.Id == request.Id);
        return new DecisionView
        {
            RequestId = request.Id,
            Hash = request.Hash,
            Task = request.TaskId,
            Kind = request.Kind,
            Tool = VisibleText.Of(request.Tool),
            Question = DecisionFields.Question(request.Kind, request.Tool),
            ToolLine = UntrustedText.VisibleLine(request.Tool, LongestToolLine),
            KindWord = request.Kind switch { PermissionKind.Question => "Question", PermissionKind.Plan => "Plan", _ => "Permission" },
            Fields = DecisionFields.Of(request.InputJson),
            RawJson = JsonPrint.Raw(request.InputJson),
            Folder = VisibleText.Of(request.Cwd),
            Agent = request.AgentId is { } agent ? VisibleText.Of(agent) : null,
            Since = request.CreatedAt,
            Age = Ages.Words(request.CreatedAt, now),
            Warnings = new WarningsView(RequestWarnings.Of(request)),
            Number = index + 1,
            Count = open.Count,
            Previous = index > 0 ? $"/permissions?request={open[index - 1].Id}" : null,
            Next = index >= 0 && index + 1 < open.Count ? $"/permissions?request={open[index + 1].Id}" : null,
        };
    }
}
