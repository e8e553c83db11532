namespace Chorus.Stacks;

/// <summary>Where a task works and where its commits go. One implementation per way of keeping tasks apart.</summary>
public interface IStackProvider
{
    /// <summary>The mode as the configuration and the HTTP contract spell it: gitbutler, worktree or none.</summary>
    string Mode { get; }

    /// <summary>Makes the folder ready in which the task's sessions run.</summary>
    /// <returns>The folder's full path; the same for every start of the task.</returns>
    Task<string> PrepareAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>What there is to tell about the task's stack now.</summary>
    Task<StackDescription> DescribeAsync(string taskId, CancellationToken cancellationToken);
}
