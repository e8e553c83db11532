using System.Globalization;

namespace Chorus.Web.Access;

/// <summary>The cookie of a login session. Cookies ignore ports, so its name carries the port.</summary>
internal static class SessionCookie
{
    public static string? Read(HttpContext context) => context.Request.Cookies[NameFor(context)] is { Length: > 0 } token ? token : null;

    public static void Write(HttpContext context, string token)
    {
        var options = Options(context);
        options.MaxAge = LoginSessions.Lifetime;
        context.Response.Cookies.Append(NameFor(context), token, options);
    }

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    private static string NameFor(HttpContext context) => string.Create(CultureInfo.InvariantCulture, $"chorus-{context.Connection.LocalPort}");

    // The origin tells of https in front of us too.
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Secure = context.Request.IsHttps || context.Request.Headers.Origin.ToString().StartsWith("https://", StringComparison.Ordinal),
        IsEssential = true,
    };
}
