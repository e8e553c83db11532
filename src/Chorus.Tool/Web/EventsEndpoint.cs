using Chorus.Web.Access;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>The stream that keeps a page current.</summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/events", StreamAsync).AsStream();

    private static async Task<IResult> StreamAsync(LiveUpdates updates, OpenStreams streams, IHostApplicationLifetime lifetime, TimeProvider clock, HttpContext context)
    {
        var session = context.LoginSessionId();
        if (session is not null)
        {
            if (streams.TryOpen(session) is not { } place)
            {
                context.Response.Headers.RetryAfter = "15";
                return await context.ProblemAsync(StatusCodes.Status429TooManyRequests, $"This browser has {OpenStreams.Limit} streams open. Close some of its pages.");
            }

            context.Response.RegisterForDispose(place);
        }

        var sight = Sight.Read(context.Request.Query);
        // An open stream would hold the shutdown for its whole time limit.
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ended);
        return new EventStream(updates.StreamAsync(sight, context.Request.Headers["Last-Event-ID"].ToString(), session, ended.Token), clock, ended.Token);
    }
}
