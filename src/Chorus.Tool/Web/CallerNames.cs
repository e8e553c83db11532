using Chorus.Web.Access;

namespace Chorus.Web;

/// <summary>How a caller is called in the history.</summary>
internal static class CallerNames
{
    public static string CallerName(this HttpContext context) => context.Caller() is Caller.Local ? "cli" : "browser";

    /// <summary>The login session whose end must end this request too, or null for the command line.</summary>
    public static string? LoginSessionId(this HttpContext context) => (context.Caller() as Caller.Browser)?.Session.Id;
}
