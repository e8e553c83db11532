namespace Chorus.Permissions;

/// <summary>What kind of answer a request wants.</summary>
public enum PermissionKind
{
    Tool,
    Question,
    Plan,
}
