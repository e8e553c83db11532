using Chorus.Claude;

namespace Chorus.Web.Views;

/// <summary>The words for a status, its reason and where it is known from.</summary>
public static class StatusWords
{
    /// <summary>The kebab-case name of the HTTP contract.</summary>
    public static string Key(ClaudeReason reason) => reason switch
    {
        ClaudeReason.None => "none",
        ClaudeReason.TurnEnded => "turn-ended",
        ClaudeReason.Interrupted => "interrupted",
        ClaudeReason.Permission => "permission",
        ClaudeReason.Question => "question",
        ClaudeReason.Plan => "plan",
        ClaudeReason.Trust => "trust",
        ClaudeReason.Login => "login",
        ClaudeReason.Limit => "limit",
        ClaudeReason.Error => "error",
        ClaudeReason.Crashed => "crashed",
        ClaudeReason.Exited => "exited",
        ClaudeReason.Killed => "killed",
        ClaudeReason.Lost => "lost",
        ClaudeReason.Queued => "queued",
        _ => "background",
    };

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

    /// <summary>Reason and detail in one line.</summary>
    public static string Sentence(ClaudeStatus claude)
    {
        var reason = Reason(claude.Reason);
        if (reason.Length == 0)
        {
            return claude.Detail.Length > 0 ? claude.Detail : claude.Activity is ClaudeActivity.Starting ? "Claude is starting" : "";
        }

        return claude.Detail.Length == 0 || string.Equals(claude.Detail, reason, StringComparison.OrdinalIgnoreCase)
            ? reason
            : $"{reason}: {claude.Detail}";
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
