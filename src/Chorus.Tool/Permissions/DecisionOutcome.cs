namespace Chorus.Permissions;

/// <summary>What became of a decision.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome()
    {
    }

    /// <summary>It counts: it is stored and goes to the agent.</summary>
    public sealed record Decided(PermissionRequest Request) : DecisionOutcome;

    public sealed record NotFound : DecisionOutcome;

    /// <summary>The words that came with it cannot be given to an agent.</summary>
    public sealed record Invalid(string Why) : DecisionOutcome;

    /// <summary>The hash names something else than what is stored.</summary>
    public sealed record Changed(PermissionRequest Request) : DecisionOutcome;

    /// <summary>Somebody was first; <paramref name="Request"/> says who and how.</summary>
    public sealed record AlreadyClosed(PermissionRequest Request) : DecisionOutcome;
}
