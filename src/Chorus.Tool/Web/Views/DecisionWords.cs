using Chorus.Permissions;

namespace Chorus.Web.Views;

/// <summary>The words for what became of a request, for receipts and for those who were too late.</summary>
public static class DecisionWords
{
    /// <summary>Such as "allowed in the browser at 14:02:07" (UTC; pages say the time beside it).</summary>
    public static string Closed(PermissionRequest request) => $"{Outcome(request)} {By(request.DecidedBy)}{(request.DecidedAt is { } at ? $" at {Ages.Clock(at)} UTC" : "")}";

    public static string Outcome(PermissionRequest request) => request.Status switch
    {
        PermissionStatus.Open => "still open",
        PermissionStatus.Allowed when request.Kind is PermissionKind.Question => "answered",
        PermissionStatus.Allowed when request.Kind is PermissionKind.Plan => "approved",
        PermissionStatus.Allowed when request.ChangedInputJson is not null => "allowed with changes",
        PermissionStatus.Allowed => "allowed",
        PermissionStatus.Denied => "denied",
        PermissionStatus.AnsweredInTerminal => "answered",
        _ => "expired",
    };

    public static string By(string? who) => who switch
    {
        "browser" => "in the browser",
        "cli" => "on the command line",
        "terminal" => "in the terminal",
        "rule" => "by a rule",
        "notification" => "from a notification",
        _ => "by Chorus",
    };
}
