namespace Chorus.Web.Views;

/// <summary>The fragments a change makes stale.</summary>
[Flags]
public enum LiveParts
{
    None = 0,
    /// <summary>List, counts in the bar and in the dock.</summary>
    List = 1,
    Head = 2,
    Decision = 4,
    Screen = 8,
    Why = 16,
    /// <summary>The list of rules.</summary>
    Rules = 32,
    /// <summary>Everything about the chosen task.</summary>
    Task = Head | Decision | Screen | Why,
    All = List | Task | Rules,
}

/// <summary>What is to be repainted, rendered by the same slices as the page; null means not now.</summary>
public sealed record LiveView
{
    public BarView? Bar { get; init; }
    /// <summary>The list of a board.</summary>
    public ListView? List { get; init; }
    /// <summary>The list of the inbox.</summary>
    public InboxView? Inbox { get; init; }
    public RulesView? Rules { get; init; }
    public HeadView? Head { get; init; }
    public DecisionSlotView? Decision { get; init; }
    public SayView? Say { get; init; }
    public ScreenView? Screen { get; init; }
    public WhyView? Why { get; init; }
    /// <summary>The chosen task is no more.</summary>
    public bool Gone { get; init; }

    public static LiveView From(BoardFacts facts, LiveParts parts, DateTimeOffset now)
    {
        var view = parts.HasFlag(LiveParts.List)
            ? new LiveView
            {
                Bar = facts.Bar,
                List = facts.Sight.Place is Place.Board ? ListView.From(facts, now) : null,
                Inbox = facts.Sight.Place is Place.Inbox ? InboxView.From(facts, now) : null,
            }
            : new LiveView();
        if (parts.HasFlag(LiveParts.Rules) && facts.Sight.Place is Place.Rules)
        {
            view = view with { Rules = RulesView.From(facts, now) };
        }

        if (facts.Chosen is null || (parts & LiveParts.Task) == LiveParts.None)
        {
            return view;
        }

        if (facts.ChosenTask is not { } task)
        {
            return view with { Gone = true };
        }

        return view with
        {
            Head = parts.HasFlag(LiveParts.Head) ? HeadView.From(task, facts, now) : null,
            Say = parts.HasFlag(LiveParts.Head) ? SayView.From(task, facts) : null,
            Decision = parts.HasFlag(LiveParts.Decision) ? DecisionSlotView.From(task, facts, now) : null,
            Screen = parts.HasFlag(LiveParts.Screen) ? ScreenView.From(task, facts.Screen) : null,
            Why = parts.HasFlag(LiveParts.Why) ? WhyView.From(facts.Events) : null,
        };
    }
}
