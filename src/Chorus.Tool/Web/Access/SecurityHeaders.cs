using Microsoft.Net.Http.Headers;

namespace Chorus.Web.Access;

/// <summary>Puts the headers that contain a page on every answer, and keeps answers out of caches unless their endpoint said otherwise.</summary>
internal static class SecurityHeaders
{
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        + "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Promise(HttpContext context) =>
        context.Response.OnStarting(
            static state =>
            {
                Set(((HttpContext)state).Response);
                return Task.CompletedTask;
            },
            context);

    private static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        // With no-referrer a plain form would send "Origin: null" and be refused.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var isHtml = MediaTypeHeaderValue.TryParse(response.ContentType, out var type) && type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);
        if (isHtml || headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }
}
