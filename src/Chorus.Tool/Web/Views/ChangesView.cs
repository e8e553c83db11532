using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Where a task's changes go.</summary>
/// <param name="Branch">Empty when the task shares its folder with others.</param>
public sealed record ChangesView(string Branch, int Commits, int Uncommitted, string Note)
{
    public static ChangesView From(ChorusTask task, BoardFacts facts) => facts.Stacks.TryGetValue(task.Id, out var stack)
        ? new ChangesView(UntrustedText.VisibleLine(stack.Name ?? ""), stack.Commits, stack.Uncommitted, UntrustedText.VisibleLine(stack.Note ?? ""))
        : new ChangesView("", 0, 0, "");
}
