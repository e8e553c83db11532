namespace Chorus.Tasks;

/// <summary>What became of an intention about a task.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    public sealed record Done(ChorusTask Task) : TaskOutcome;

    public sealed record NotFound : TaskOutcome;

    /// <summary>The task is in a state that does not allow it; <paramref name="Why"/> says which and what is possible.</summary>
    public sealed record Refused(string Why) : TaskOutcome;

    /// <summary>The values cannot be taken.</summary>
    public sealed record Invalid(string Why) : TaskOutcome;
}
