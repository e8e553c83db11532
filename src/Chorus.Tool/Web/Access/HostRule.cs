using Microsoft.AspNetCore.Http.Extensions;

namespace Chorus.Web.Access;

/// <summary>
/// Lets only requests in that name this server exactly, so that a foreign name made to point here reaches nothing, and brings pages
/// to 127.0.0.1: browsers send our cookie to every port of a name, and development servers live on "localhost".
/// </summary>
internal sealed class HostRule(AllowedOrigins origins, ServerAddress address)
{
    public const string Title = "Unknown host";
    public const string Detail = "Chorus does not answer under this name. Open the address that `chorus open` prints, or add the name to [server] allowed_hosts.";

    public bool Allows(HttpRequest request) => origins.For(request) is not null;

    /// <summary>Where a page opened under another loopback name belongs, or null.</summary>
    public string? CanonicalFor(HttpRequest request)
    {
        if (!request.LooksLikeNavigation() || !HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        var host = request.Host;
        var isOtherLoopbackName = host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Host == "[::1]";
        if (!isOtherLoopbackName || !address.ListensOnLoopback(request.HttpContext.Connection.LocalPort))
        {
            return null;
        }

        var canonical = host.Port is { } port ? new HostString("127.0.0.1", port) : new HostString("127.0.0.1");
        return UriHelper.BuildAbsolute(request.Scheme, canonical, request.PathBase, request.Path, request.QueryString);
    }
}
