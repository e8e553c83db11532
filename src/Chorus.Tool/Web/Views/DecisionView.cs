using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Processes;
using Chorus.Tasks;
using Microsoft.AspNetCore.Html;

namespace Chorus.Web.Views;

/// <summary>The place of a task's open decision; empty when nothing is asked.</summary>
public sealed record DecisionSlotView(TaskId Task, DecisionView? Decision)
{
    public static DecisionSlotView From(ChorusTask task, BoardFacts facts, DateTimeOffset now)
    {
        var open = facts.OpenOf(task.Id);
        var request = open.FirstOrDefault(one => one.Id == facts.Sight.Request) ?? (open.Count > 0 ? open[0] : null);
        return new DecisionSlotView(task.Id, request is null ? null : DecisionView.From(request, facts, now));
    }
}

/// <summary>A permission request as it is shown: everything the agent sent, nothing cut, nothing hidden.</summary>
public sealed record DecisionView
{
    private const int LongestToolLine = 80;
    private const int LongestPath = 300;

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

    /// <summary>The command of a shell tool, told apart; null where there is none or where it is too long to be.</summary>
    public IReadOnlyList<ShellPart>? Command { get; init; }
    /// <summary>The change to a file, where it is understood.</summary>
    public DiffView? Diff { get; init; }
    /// <summary>What the agent asks, for a question.</summary>
    public QuestionsView? Questions { get; init; }
    /// <summary>The plan, for a plan.</summary>
    public HtmlString? Plan { get; init; }
    /// <summary>Why the agent had to ask.</summary>
    public required string WhyAsked { get; init; }
    /// <summary>Pending tasks that wait for this one.</summary>
    public required IReadOnlyList<string> HoldsUp { get; init; }
    /// <summary>Other open requests for the very same.</summary>
    public required AlikeView? Alike { get; init; }
    /// <summary>What can be changed before it is allowed: the text of one member of the input, or all of it; null where nothing can.</summary>
    public required ChangeView? Change { get; init; }

    public bool IsTool => Kind is PermissionKind.Tool;
    public string MessageLabel => Kind switch
    {
        PermissionKind.Question => "What you want to say instead of an answer. Claude reads it and goes on.",
        PermissionKind.Plan => "What should be different? Claude reads this and plans on.",
        _ => "Why not? Claude reads this and goes on.",
    };
    public string SendWord => Kind is PermissionKind.Plan ? "Send back" : Kind is PermissionKind.Question ? "Send" : "Deny and send";
    public string StopWord => Kind is PermissionKind.Tool ? "Deny and stop" : "Stop here";
    /// <summary>Short fields, set beside each other.</summary>
    public IEnumerable<DecisionField> Facts => Fields.Where(one => one.Shape is FieldShape.Fact);
    public string Action => $"/permissions/{RequestId}/decision";
    /// <summary>Long text is folded; it must have been opened before it can be allowed.</summary>
    public bool HasFolded => Fields.Any(one => one.IsFolded) || Folder.IsFolded || Tool.IsFolded || Agent is { IsFolded: true } || Diff is { Folded.Count: > 0 };

    public static DecisionView From(PermissionRequest request, BoardFacts facts, DateTimeOffset now)
    {
        var open = facts.Open.OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var index = open.FindIndex(one => one.Id == request.Id);
        using var input = JsonText.TryParse(request.InputJson);
        var change = request.Kind is PermissionKind.Tool ? FileChange.FromJson(request.PreviewJson) : null;
        var command = request.Tool == "Bash" && input is not null ? JsonText.Member(input.RootElement, "command") : null;
        var task = facts.Tasks.FirstOrDefault(one => one.Id == request.TaskId);
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
            Fields = [.. DecisionFields.Of(request.InputJson).Where(field => !IsShownElsewhere(field, request.Kind, change, command))],
            Command = command is { Length: <= VisibleText.ShownAtOnce } ? ShellText.Of(command) : null,
            Diff = change is null ? null : DiffView.From(UntrustedText.VisibleLine(ToolSummary.Relative(JsonText.Member(input!.RootElement, "file_path"), request.Cwd) ?? "", LongestPath), change),
            Questions = request.Kind is PermissionKind.Question && input is not null ? QuestionsView.From(QuestionSet.Of(input.RootElement)) : null,
            Plan = request.Kind is PermissionKind.Plan && input is not null ? SafeMarkdown.Render(JsonText.Member(input.RootElement, "plan") ?? "") : null,
            WhyAsked = Why(request, task),
            HoldsUp = [.. facts.HeldUpBy(request.TaskId).Select(other => UntrustedText.VisibleLine(other.Title))],
            Alike = AlikeView.From(request, facts),
            Change = ChangeView.From(request, input?.RootElement),
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

    /// <summary>What the card shows in a form of its own; "As sent" still has all of it.</summary>
    private static bool IsShownElsewhere(DecisionField field, PermissionKind kind, FileChange? change, string? command) => field.Key switch
    {
        "command" => command is { Length: <= VisibleText.ShownAtOnce },
        "plan" => kind is PermissionKind.Plan,
        "questions" => kind is PermissionKind.Question,
        "file_path" or "old_string" or "new_string" or "content" or "edits" => change is not null,
        _ => false,
    };

    private static string Why(PermissionRequest request, ChorusTask? task) => (request.Kind, task?.PermissionMode) switch
    {
        (PermissionKind.Question, _) => "it cannot decide this itself",
        (PermissionKind.Plan, _) => "it planned first, and starts when you say so",
        (_, "acceptEdits") => "edits are accepted, and no rule covers this",
        (_, "plan") => "it plans first, and no rule covers this",
        _ => "no rule covers this",
    };
}
