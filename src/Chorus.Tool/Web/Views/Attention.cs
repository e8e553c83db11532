using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>That a task needs a human: for what, since when, and in one line.</summary>
public sealed record Attention(string Kind, DateTimeOffset Since, string Text)
{
    /// <summary>Null when nobody is needed.</summary>
    /// <param name="task">The task.</param>
    /// <param name="asked">Its oldest open request, or null.</param>
    public static Attention? Of(ChorusTask task, PermissionRequest? asked)
    {
        if (Standing.Of(task, asked).Group != BoardGroup.NeedsYou)
        {
            return null;
        }

        if (asked is not null)
        {
            var reason = asked.Kind switch { PermissionKind.Question => ClaudeReason.Question, PermissionKind.Plan => ClaudeReason.Plan, _ => ClaudeReason.Permission };
            return new Attention(Words.Of(reason), asked.CreatedAt, asked.Summary);
        }

        var claude = task.Claude;
        var kind = claude.Reason is ClaudeReason.None ? "waiting" : Words.Of(claude.Reason);
        return new Attention(kind, claude.Since, claude.Detail.Length > 0 ? claude.Detail : StatusWords.Sentence(claude));
    }
}
