namespace Chorus.Stacks;

/// <summary>The task works in the project folder and nothing is committed for it.</summary>
public sealed class SharedTree(string projectPath) : IStackProvider
{
    public string Mode => "none";

    public Task<string> PrepareAsync(string taskId, CancellationToken cancellationToken) => Task.FromResult(projectPath);

    public StackDescription Describe(string taskId) => new(Mode, Name: null, projectPath, Commits: 0, Uncommitted: 0, Note: null);

    /// <summary>What tasks change here belongs to nobody alone.</summary>
    public Task DiscardAsync(string taskId, CancellationToken cancellationToken) => Task.CompletedTask;
}
