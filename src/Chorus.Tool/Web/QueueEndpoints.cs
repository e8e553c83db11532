using Chorus.Tasks;
using Chorus.Web.Json;

namespace Chorus.Web;

/// <summary>The queue over HTTP: how it stands, pausing and resuming it.</summary>
internal static class QueueEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/queue", IResult (Backlog backlog) => Answers.Json(Json(backlog), ChorusJson.Default.QueueJson));
        routes.MapPut("/queue", PauseAsync);
    }

    private static async Task<IResult> PauseAsync(Backlog backlog, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.QueueRequest, RequestBody.QueueFrom);
        if (request.Paused is not { } paused)
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "Say whether the queue is paused.");
        }

        await backlog.PauseAsync(paused, context.RequestAborted);
        return context.Done(Json(backlog), ChorusJson.Default.QueueJson);
    }

    private static QueueJson Json(Backlog backlog) => new(backlog.IsPaused, backlog.StartsByItself, backlog.Running, backlog.MaxRunning);
}
