using Chorus.Claude;

namespace Chorus.Web.Views;

/// <summary>The words for a status, its reason and where it is known from.</summary>
public static class StatusWords
{
    /// <summary>Why, in a few words; empty when the state says it all.</summary>
    public static string Reason(ClaudeReason reason) => reason switch
    {
        ClaudeReason.TurnEnded => "Turn ended",
        ClaudeReason.Interrupted => "Interrupted",
        ClaudeReason.Permission => "Asks for permission",
        ClaudeReason.Question => "Asks a question",
        ClaudeReason.Plan => "Plan ready",
        ClaudeReason.Trust => "Folder not trusted yet",
        ClaudeReason.Login => "Not logged in",
        ClaudeReason.Limit => "Usage limit reached",
        ClaudeReason.Error => "Error",
        ClaudeReason.Crashed => "Claude crashed",
        ClaudeReason.Exited => "Claude exited",
        ClaudeReason.Killed => "Claude was killed",
        ClaudeReason.Lost => "Session lost",
        ClaudeReason.Queued => "Next turn is queued",
        ClaudeReason.Background => "Works in the background",
        _ => "",
    };

    /// <summary>Why in one line. Most details are whole sentences; after a few reasons they need the reason before them.</summary>
    public static string Sentence(ClaudeStatus claude)
    {
        var reason = Reason(claude.Reason);
        if (claude.Detail.Length == 0)
        {
            return reason.Length == 0 && claude.Activity is ClaudeActivity.Starting ? "Claude is starting" : reason;
        }

        return claude.Reason is ClaudeReason.TurnEnded or ClaudeReason.Error or ClaudeReason.Login or ClaudeReason.Limit
            ? $"{reason}: {claude.Detail}"
            : claude.Detail;
    }

    public static string Source(StatusSource source) => source switch
    {
        StatusSource.Hook => "from Claude's hooks",
        StatusSource.Registry => "from Claude's session file",
        StatusSource.Pane => "from tmux",
        StatusSource.Screen => "read from the screen",
        _ => "by Chorus",
    };
}
