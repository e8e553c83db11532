using Chorus.Claude;

namespace Chorus.Tasks;

/// <summary>Where a task stands; what its Claude is doing is <see cref="ClaudeStatus"/>.</summary>
public enum TaskState
{
    Pending,
    Running,
    Completed,
    Failed,
}

/// <summary>A unit of work: what is wanted, where it stands, and how to reach the session that works on it.</summary>
public sealed record ChorusTask
{
    public required TaskId Id { get; init; }
    public required string Title { get; init; }
    /// <summary>What is wanted, in markdown; may be empty.</summary>
    public string Brief { get; init; } = "";
    /// <summary>Higher is more urgent; 0 is normal.</summary>
    public int Priority { get; init; }
    public TaskState State { get; init; } = TaskState.Pending;
    /// <summary>Tasks that must be completed before this one starts.</summary>
    public IReadOnlyList<TaskId> After { get; init; } = [];
    /// <summary>Order among pending tasks of one priority, lowest first.</summary>
    public double Rank { get; init; }
    /// <summary>When the user last put "your turn" aside; null for never.</summary>
    public DateTimeOffset? DismissedAt { get; init; }
    public required string PermissionMode { get; init; }
    public string? Model { get; init; }
    public required string StackMode { get; init; }
    /// <summary>tmux session name: <c>prefix-id</c>.</summary>
    public required string SessionName { get; init; }
    /// <summary>What <c>claude --resume</c> takes; stored before the first launch.</summary>
    public string? ClaudeSessionId { get; init; }
    public string? TranscriptPath { get; init; }
    /// <summary>How often a new Claude process was started after the first one.</summary>
    public int Restarts { get; init; }
    public ClaudeStatus Claude { get; init; } = ClaudeStatus.NotStarted;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>The note or reason given with the outcome.</summary>
    public string? Result { get; init; }

    public bool CanStart => State is TaskState.Pending;
    public bool CanReopen => State is TaskState.Completed or TaskState.Failed;
    /// <summary>The user has seen what its Claude waits for and wants no reminder of it.</summary>
    public bool IsDismissed => DismissedAt >= Claude.Since;
    public bool CanEdit => State is TaskState.Pending;
    public bool CanDelete => State is not TaskState.Running;
}
