using Chorus.Permissions;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Where a task stands in one word, and since when: the same on the board, over HTTP and on the command line.</summary>
public sealed record Standing(BoardGroup Group, DateTimeOffset Since)
{
    /// <param name="task">The task.</param>
    /// <param name="asked">Its oldest open request, which needs you even if the status has not caught up with it yet; null for none.</param>
    public static Standing Of(ChorusTask task, PermissionRequest? asked) => task.State switch
    {
        TaskState.Pending => new(BoardGroup.Of(task), task.CreatedAt),
        TaskState.Running when asked is not null => new(BoardGroup.NeedsYou, asked.CreatedAt),
        TaskState.Running => new(BoardGroup.Of(task), task.Claude.Since),
        _ => new(BoardGroup.Of(task), task.EndedAt ?? task.CreatedAt),
    };
}
