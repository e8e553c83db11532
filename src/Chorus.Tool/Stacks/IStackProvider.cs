namespace Chorus.Stacks;

/// <summary>Where a task works and where its commits go. One implementation per way of keeping tasks apart.</summary>
public interface IStackProvider
{
    /// <summary>The mode as the configuration and the HTTP contract spell it: gitbutler, worktree or none.</summary>
    string Mode { get; }

    /// <summary>Makes the folder ready in which the task's sessions run.</summary>
    /// <returns>The folder's full path; the same for every start of the task.</returns>
    Task<string> PrepareAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>What is known about the task's stack now. Every page asks for it: it answers from memory and never waits for another program.</summary>
    StackDescription Describe(string taskId);

    /// <summary>Throws away what the task has changed and committed; a stack that is shared with others stays as it is.</summary>
    Task DiscardAsync(string taskId, CancellationToken cancellationToken);
}
