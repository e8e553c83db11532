using Chorus.Claude;
using Chorus.Events;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>That a task needs a human: for what, since when, and in one line.</summary>
public sealed record Attention(string Kind, DateTimeOffset Since, string Text)
{
    /// <summary>Null when nobody is needed.</summary>
    public static Attention? Of(ChorusTask task)
    {
        if (BoardGroup.Of(task) != BoardGroup.NeedsYou)
        {
            return null;
        }

        var claude = task.Claude;
        var kind = claude.Reason is ClaudeReason.None ? "waiting" : Words.Of(claude.Reason);
        return new Attention(kind, claude.Since, claude.Detail.Length > 0 ? claude.Detail : StatusWords.Sentence(claude));
    }
}
