namespace Chorus.Web.Access;

/// <summary>Tells a person opening a page from a program asking for data.</summary>
internal static class Navigation
{
    public static bool IsRead(this HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>The top-level page of a tab, by what the browser itself says.</summary>
    public static bool IsTopLevelNavigation(this HttpRequest request) =>
        request.IsRead() && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";

    /// <summary>The same, also for browsers that do not say.</summary>
    public static bool LooksLikeNavigation(this HttpRequest request) =>
        request.IsTopLevelNavigation()
        || (request.IsRead() && request.Headers["Sec-Fetch-Mode"].Count == 0 && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
}
