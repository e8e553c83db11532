namespace Chorus.Web.Access;

/// <summary>
/// Refuses what another page of the user's browser sends. An origin is compared with the list of our own, never with the Host alone;
/// a browser sends our SameSite cookie along from any port of the same host, so the cookie proves nothing about the page.
/// </summary>
internal sealed class OriginRule(AllowedOrigins origins)
{
    public const string Title = "Foreign page";
    public const string Detail = "The request does not come from a page of this server.";

    private const string SameOrigin = "same-origin";

    /// <summary>Holds for every request: whatever it says about where it comes from must be us.</summary>
    public bool Contradicts(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !IsOurs(request))
        {
            return true;
        }

        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count == 0 || site == SameOrigin)
        {
            return false;
        }

        return !(request.IsTopLevelNavigation() || (site == "none" && request.IsRead()));
    }

    /// <summary>Holds for changes and streams: the request must say that it comes from us. Old browsers say it in neither header of a GET.</summary>
    public bool Proves(HttpRequest request) =>
        IsOurs(request) || (request.IsRead() && request.Headers["Sec-Fetch-Site"] == SameOrigin);

    private bool IsOurs(HttpRequest request) =>
        request.Headers.Origin is { Count: 1 } origin && string.Equals(origin[0], origins.For(request), StringComparison.Ordinal);
}
