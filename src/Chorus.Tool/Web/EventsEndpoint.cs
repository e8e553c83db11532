using Chorus.Tasks;
using Chorus.Web.Access;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>The stream that keeps a page current.</summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/events", IResult (LiveUpdates updates, IHostApplicationLifetime lifetime, HttpContext context) =>
    {
        var sight = new Sight(
            TaskId.TryParse(context.Request.Query["task"], null, out var id) ? id : null,
            context.Request.Query["request"],
            Enum.TryParse<TaskTab>(context.Request.Query["tab"], ignoreCase: true, out var tab) ? tab : TaskTab.Session);
        // An open stream would hold the shutdown for its whole time limit.
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ended);
        return TypedResults.ServerSentEvents(updates.StreamAsync(sight, context.Request.Headers["Last-Event-ID"].ToString(), context.LoginSessionId(), ended.Token));
    }).AsStream();
}
