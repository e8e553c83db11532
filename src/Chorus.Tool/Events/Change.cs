namespace Chorus.Events;

/// <summary>What a <see cref="Change"/> is about.</summary>
public enum ChangeKind
{
    /// <summary>A task or its status; the key is the task id.</summary>
    Task,
    /// <summary>A permission request; the key is the request id.</summary>
    Permission,
    /// <summary>The visible screen of a task's session; the key is the task id.</summary>
    Screen,
    /// <summary>A task is gone; the key is the task id.</summary>
    TaskDeleted,
    /// <summary>Login sessions were revoked; the key is the login session's id, or empty for all.</summary>
    Access,
    /// <summary>A rule was made, used or revoked; the key is its number, or empty.</summary>
    Rule,
    /// <summary>The server as a whole (queue, tmux lost, storage trouble).</summary>
    Server,
}

/// <summary>Says that something changed, never how it looks: listeners re-read what they show.</summary>
public readonly record struct Change(ChangeKind Kind, string Key);
