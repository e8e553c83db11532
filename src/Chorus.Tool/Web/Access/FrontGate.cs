namespace Chorus.Web.Access;

/// <summary>The first thing every request meets, before routing: host, secrets in the URL, and signs of a foreign page.</summary>
internal sealed class FrontGate(HostRule hosts, OriginRule origins)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.Promise(context);
        if (context.Caller() is Caller.Local or Caller.Agent)
        {
            await next(context);
            return;
        }

        var request = context.Request;
        if (!hosts.Allows(request))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status400BadRequest, HostRule.Title, HostRule.Detail, context.RequestAborted);
        }
        else if (request.Query.ContainsKey("token"))
        {
            // It is in the browser's history and perhaps in a log by now; taking it would make a habit of that.
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Not logged in", "A token is never taken from the address. Use the login page.", context.RequestAborted);
        }
        else if (origins.Contradicts(request))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, OriginRule.Title, OriginRule.Detail, context.RequestAborted);
        }
        else if (hosts.CanonicalFor(request) is { } canonical)
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = canonical;
        }
        else
        {
            await next(context);
        }
    }
}
