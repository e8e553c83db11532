using Chorus.Claude;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>One of the eight words a task's state is shown as; the order is the order of the list.</summary>
public sealed class BoardGroup
{
    public static readonly BoardGroup NeedsYou = new("Needs you", "needs", "needs-you");
    public static readonly BoardGroup YourTurn = new("Your turn", "turn", "your-turn");
    public static readonly BoardGroup Working = new("Working", "working", "working");
    public static readonly BoardGroup Queued = new("Queued", "queued", "queued");
    public static readonly BoardGroup Limited = new("Limited", "limited", "limited");
    public static readonly BoardGroup Stopped = new("Stopped", "stopped", "stopped");
    public static readonly BoardGroup Done = new("Done", "done", "done");
    public static readonly BoardGroup Failed = new("Failed", "failed", "failed");

    private BoardGroup(string word, string icon, string key)
    {
        Word = word;
        Icon = icon;
        Key = key;
    }

    public static IReadOnlyList<BoardGroup> All { get; } = [NeedsYou, YourTurn, Working, Limited, Queued, Stopped, Failed, Done];

    /// <summary>What the user reads.</summary>
    public string Word { get; }
    /// <summary>Name of the symbol (and of its colour class) after <c>st-</c>.</summary>
    public string Icon { get; }
    /// <summary>For ids and data attributes.</summary>
    public string Key { get; }
    /// <summary>Only what is over is folded away.</summary>
    public bool Folded => this == Done;

    public static BoardGroup Of(ChorusTask task) => task.State switch
    {
        TaskState.Pending => Queued,
        TaskState.Completed => Done,
        TaskState.Failed => Failed,
        _ => Of(task.Claude),
    };

    public override string ToString() => Word;

    private static BoardGroup Of(ClaudeStatus claude) => (claude.Activity, claude.Reason) switch
    {
        (ClaudeActivity.Stopped, _) => Stopped,
        (_, ClaudeReason.Limit) => Limited,
        (ClaudeActivity.Waiting, _) => NeedsYou,
        (ClaudeActivity.Idle, ClaudeReason.Error or ClaudeReason.Login or ClaudeReason.Trust) => NeedsYou,
        (ClaudeActivity.Idle, ClaudeReason.Background or ClaudeReason.Queued) => Working,
        (ClaudeActivity.Idle, _) => YourTurn,
        _ => Working,
    };
}
