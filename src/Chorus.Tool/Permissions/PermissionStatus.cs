namespace Chorus.Permissions;

/// <summary>Where a request stands. Everything but <see cref="Open"/> is final.</summary>
public enum PermissionStatus
{
    Open,
    Allowed,
    Denied,
    AnsweredInTerminal,
    Expired,
}
