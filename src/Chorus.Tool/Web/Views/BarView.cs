using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>The part of the bar that changes: how many tasks are in which state, and how many run.</summary>
public sealed record BarView(string Project, IReadOnlyList<BarCount> States, int Running, int MaxRunning)
{
    public int NeedsYou => States.FirstOrDefault(state => state.Group == BoardGroup.NeedsYou)?.Count ?? 0;
    /// <summary>All others that somebody may want to look for; what is over does not count.</summary>
    public IEnumerable<BarCount> Others => States.Where(state => state.Group != BoardGroup.NeedsYou && state.Group != BoardGroup.Done);
    public string Sentence => Counts.NeedYou(NeedsYou);
    public string Load => $"{Running} of {MaxRunning} running";

    public static BarView Quiet(string project) => new(UntrustedText.VisibleLine(project), [], 0, 0);

    public static BarView From(BoardFacts facts)
    {
        var groups = facts.Tasks.Select(task => facts.StandingOf(task).Group).ToList();
        var chosen = facts.Sight.List.Group;
        return new BarView(
            UntrustedText.VisibleLine(facts.Project),
            [
                .. from state in BoardGroup.All
                   let count = groups.Count(one => one == state)
                   where count > 0
                   let url = (facts.Sight with { List = facts.Sight.List with { Group = state == chosen ? null : state } }).ListUrl
                   select new BarCount(state, count, url, state == chosen),
            ],
            facts.Queue.Running,
            facts.MaxRunning);
    }
}

/// <summary>How many tasks are in a state, and the list of them.</summary>
public sealed record BarCount(BoardGroup Group, int Count, string Href, bool IsChosen)
{
    public string Word => Group.Word.ToLowerInvariant();
}
