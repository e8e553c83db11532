using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chorus.Web.Access;

/// <summary>Logging in and out, one-time codes, and the new token.</summary>
internal static class LoginEndpoints
{
    private const int MaximumBody = 4096;
    private const int MaximumName = 60;

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapGet("/login", IResult (HttpContext context, AccessOptions options) => options.LoginPage(context)).WithAudience(Audience.Public);
        routes.MapPost("/login", LogInAsync).WithAudience(Audience.Public);
        routes.MapPost("/logout", LogOutAsync).WithAudience(Audience.Browser);
        routes.MapPost("/login/codes", CreateCode).WithAudience(Audience.Local);
        routes.MapPost("/token/rotation", RotateTokenAsync).WithAudience(Audience.Local);
    }

    private static async Task<IResult> LogInAsync(HttpContext context, LoginDesk desk, LoginSessions sessions, CancellationToken cancellationToken)
    {
        if (context.Caller() is Caller.Local)
        {
            return Refusal.Result(StatusCodes.Status403Forbidden, "No login here", "The socket of the command line needs no login.");
        }

        if (!context.Request.HasJsonContentType())
        {
            return Refusal.Result(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "A login is sent as application/json.");
        }

        if (await ReadAsync(context, cancellationToken) is not { } request || request.Token is null == request.Code is null)
        {
            return Refusal.Result(StatusCodes.Status400BadRequest, "Not a login", "A login names either a token or a one-time code.");
        }

        if (NameOf(request) is not { } name)
        {
            return Refusal.Result(StatusCodes.Status422UnprocessableEntity, "Name refused", $"The name of a browser has at most {MaximumName} characters on one line.");
        }

        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var replaced = SessionCookie.Read(context) is { } cookie ? sessions.FindByToken(cookie) : null;
        switch (await desk.LogInAsync(request, name, address, replaced, cancellationToken))
        {
            case LoginOutcome.Opened(var opened):
                SessionCookie.Write(context, opened.Token);
                var next = NextPage.From(request.Next ?? context.Request.Query["next"]);
                return TypedResults.Json(new LoginAnswer(opened.Key, next), AccessJsonContext.Default.LoginAnswer);
            case LoginOutcome.MustWait(var time):
                context.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Refusal.Result(StatusCodes.Status429TooManyRequests, "Too many tries", "Too many wrong logins from this address. Wait a minute, or run `chorus open` at the machine.");
            default:
                return Refusal.Result(StatusCodes.Status401Unauthorized, "Not logged in", "This token or code is wrong, used or too old. `chorus open` at the machine logs a browser in.");
        }
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, LoginSessions sessions, CancellationToken cancellationToken)
    {
        if (context.Caller() is Caller.Browser(var session))
        {
            await sessions.RevokeAsync(session.Id, cancellationToken);
            SessionCookie.Remove(context);
        }

        return TypedResults.NoContent();
    }

    private static JsonHttpResult<LoginCodeAnswer> CreateCode(LoginCodes codes, ServerAddress address, TimeProvider clock)
    {
        var expiresAt = clock.GetUtcNow() + LoginCodes.Lifetime;
        // In the fragment: it reaches neither a log nor a Referer.
        var url = new UriBuilder(address.Url) { Path = "/login", Fragment = "code=" + codes.Create() }.Uri.AbsoluteUri;
        return TypedResults.Json(new LoginCodeAnswer(url, expiresAt), AccessJsonContext.Default.LoginCodeAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RotateTokenAsync(LoginDesk desk, CancellationToken cancellationToken)
    {
        await desk.RotateTokenAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<LoginRequest?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumBody;
        }

        try
        {
            // Read as UTF-8 whatever charset is named: an unknown one would be our failure instead of the sender's.
            return await JsonSerializer.DeserializeAsync(context.Request.Body, AccessJsonContext.Default.LoginRequest, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? NameOf(LoginRequest request)
    {
        var name = request.Name?.Trim() is { Length: > 0 } given ? given : "browser";
        return name.Length <= MaximumName && !name.Any(char.IsControl) ? name : null;
    }
}
