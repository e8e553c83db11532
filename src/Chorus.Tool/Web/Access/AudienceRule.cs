using Chorus.Storage;
using Microsoft.AspNetCore.Http.Extensions;

namespace Chorus.Web.Access;

/// <summary>After routing: lets a request through to its endpoint only when its caller belongs to the endpoint's audience.</summary>
internal sealed class AudienceRule(LoginSessions sessions, OriginRule origins)
{
    /// <summary>Carries the key that was handed over at the login. A page of another port has our cookie sent along, but not this.</summary>
    public const string KeyHeader = "X-Chorus-Key";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            if (!await AdmitAsync(context, context.RequestAborted))
            {
                return;
            }
        }
        catch (StorageException failure) when (failure.Fault is StorageFault.Unavailable)
        {
            context.Response.Headers.RetryAfter = "5";
            await Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Cannot now", failure.Message, context.RequestAborted);
            return;
        }

        await next(context);
    }

    private async Task<bool> AdmitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var audience = context.GetEndpoint().Audience();
        if (audience is Audience.Agent || context.Caller() is Caller.Agent)
        {
            return (audience is Audience.Agent && context.Caller() is Caller.Agent && context.Request.Headers.Origin.Count == 0)
                || await RefuseAsync(context, "Agents only", "Hooks come over the agents' socket, and nothing else does.", cancellationToken);
        }

        if (audience is not Audience.Public && context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return await RefuseAsync(context, "Wrong door", "A bearer secret opens the hook endpoint only.", cancellationToken);
        }

        if (context.Caller() is Caller.Local)
        {
            return true;
        }

        return audience is Audience.Public ? await AdmitAnyoneAsync(context, cancellationToken) : await AdmitBrowserAsync(context, audience, cancellationToken);
    }

    private async Task<bool> AdmitAnyoneAsync(HttpContext context, CancellationToken cancellationToken) =>
        (context.Request.IsRead() && !IsStream(context)) || origins.Proves(context.Request) || await RefuseAsync(context, OriginRule.Title, OriginRule.Detail, cancellationToken);

    private async Task<bool> AdmitBrowserAsync(HttpContext context, Audience audience, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context) is not { } cookie || sessions.FindByToken(cookie) is not { } session)
        {
            await AskForLoginAsync(context, cancellationToken);
            return false;
        }

        var request = context.Request;
        var changes = !request.IsRead();
        if ((changes || IsStream(context)) && !origins.Proves(request))
        {
            return await RefuseAsync(context, OriginRule.Title, OriginRule.Detail, cancellationToken);
        }

        if (changes && !(request.Headers[KeyHeader] is { Count: 1 } key && Secret.Matches(key.ToString(), session.KeyHash)))
        {
            return await RefuseAsync(context, "Key missing", "This page has lost its key. Log in again.", cancellationToken);
        }

        if (audience is Audience.Local)
        {
            return await RefuseAsync(context, "Command line only", "This is done at the machine, with the chorus command.", cancellationToken);
        }

        context.SetCaller(new Caller.Browser(session));
        if (changes)
        {
            await sessions.TouchAsync(session, cancellationToken);
        }

        return true;
    }

    private static bool IsStream(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StreamMetadata>() is not null
        || context.Request.Headers.Upgrade.Count > 0
        || context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static async Task AskForLoginAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!context.Request.LooksLikeNavigation())
        {
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "Not logged in", "Log in first: `chorus open` at the machine does it.", cancellationToken);
            return;
        }

        var wanted = NextPage.From(context.Request.GetEncodedPathAndQuery());
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = wanted == "/" ? "/login" : "/login?next=" + Uri.EscapeDataString(wanted);
    }

    private static async Task<bool> RefuseAsync(HttpContext context, string title, string detail, CancellationToken cancellationToken)
    {
        await Refusal.WriteAsync(context, StatusCodes.Status403Forbidden, title, detail, cancellationToken);
        return false;
    }
}
