using Chorus.Storage;
using Chorus.Tmux;

namespace Chorus.Web;

/// <summary>Turns failures into one line with the right status; nothing of the program's inside leaves it.</summary>
internal sealed partial class FailureAnswers(RequestDelegate next, IHostApplicationLifetime lifetime, ILogger<FailureAnswers> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be answered.
            context.Abort();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // A stream just ends and its page connects again; a waiting hook hears 503 and its relay comes back to the next server.
            if (!context.Response.HasStarted)
            {
                context.Response.Headers.RetryAfter = "1";
                await (await context.ProblemAsync(StatusCodes.Status503ServiceUnavailable, "Chorus is stopping.")).ExecuteAsync(context);
            }
        }
#pragma warning disable CA1031 // The edge of the program: whatever failed becomes an answer.
        catch (Exception failure) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var (status, line) = Describe(failure);
            if (status >= StatusCodes.Status500InternalServerError)
            {
                LogFailed(failure, context.Request.Method, context.Request.Path);
            }

            context.Response.Clear();
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = "5";
            }

            await (await context.ProblemAsync(status, line)).ExecuteAsync(context);
        }
    }

    private static (int Status, string Line) Describe(Exception failure) => failure switch
    {
        BadBodyException body => (body.Status, body.Message),
        BadHttpRequestException bad => (bad.StatusCode, "The request cannot be understood."),
        StorageException => (StatusCodes.Status503ServiceUnavailable, failure.Message),
        TmuxException or TmuxServerLostException => (StatusCodes.Status503ServiceUnavailable, $"tmux cannot do that now: {failure.Message}"),
        _ => (StatusCodes.Status500InternalServerError, "Chorus failed at this; its log says why."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception failure, string method, PathString path);
}
