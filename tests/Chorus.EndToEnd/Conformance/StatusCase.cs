namespace Chorus.EndToEnd.Conformance;

/// <summary>One row of the table: something that happens to a session, played with real programs.</summary>
/// <param name="What">What happens, in one sentence.</param>
/// <param name="Play">Causes it, and says of every moment what is true from then on.</param>
internal sealed record StatusCase(string Name, string What, Func<CaseRun, Task> Play)
{
    /// <summary>The machine it is played on.</summary>
    public WorldKind World { get; init; } = WorldKind.Shared;

    /// <summary>What happens while Chorus is down, in a world whose server is killed after <see cref="Play"/>.</summary>
    public Func<CaseRun, Task>? WhileDown { get; init; }

    /// <summary>What happens after the restart.</summary>
    public Func<CaseRun, Task>? Afterwards { get; init; }

    /// <summary>It takes long, so it is begun first.</summary>
    public bool IsLong { get; init; }

    /// <summary>How long Chorus may take to show the truth.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same from the moment its hook arrived, where a hook tells it.</summary>
    public TimeSpan HookLimit { get; init; } = TimeSpan.FromMilliseconds(200);
}
