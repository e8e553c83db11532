using Chorus.Permissions;
using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>Other open requests for the very same, which can be answered along.</summary>
/// <param name="Value">"ID:HASH ID:HASH", as the form sends it.</param>
public sealed record AlikeView(string Value, IReadOnlyList<string> Tasks)
{
    public string Word => Tasks.Count == 1 ? "Answer the same request of another task, too" : $"Answer the same request of {Counts.Of(Tasks.Count)} other tasks, too";

    public static AlikeView? From(PermissionRequest request, BoardFacts facts)
    {
        var alike = facts.Open.Where(request.IsLike).ToList();
        return alike.Count == 0 ? null : new AlikeView(
            string.Join(' ', alike.Select(one => $"{one.Id}:{one.Hash}")),
            [.. alike.Select(one => UntrustedText.VisibleLine(facts.Tasks.FirstOrDefault(task => task.Id == one.TaskId)?.Title ?? $"Task {one.TaskId}"))]);
    }
}
