namespace Chorus.Permissions.Rules;

/// <summary>For how long and for whom a rule allows.</summary>
public enum RuleReach
{
    /// <summary>For the conversation it was made in; <c>/clear</c> begins another one.</summary>
    Session,
    /// <summary>For the task, over restarts and new conversations.</summary>
    Task,
    /// <summary>For everybody who works in the project: Claude Code keeps it in <c>.claude/settings.local.json</c>.</summary>
    Project,
}
