using System.Globalization;
using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Tmux;
using Chorus.Web.Json;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>What can be read of a running task: its screen, its history, and the moment a condition comes true.</summary>
internal static class SessionEndpoints
{
    private const int EventLimit = 1000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks/{id}/screen", ScreenAsync);
        routes.MapGet("/tasks/{id}/events", EventsAsync);
        routes.MapGet("/tasks/{id}/messages", MessagesAsync);
        routes.MapDelete("/tasks/{id}/messages/{message:long}", WithdrawAsync);
        routes.MapGet("/tasks/{id}/wait", WaitAsync);
    }

    private static async Task<IResult> ScreenAsync(TaskId id, SessionMap map, TmuxServer tmux, ClaudeScreen reader, HttpContext context)
    {
        if (map.Find(id) is not { } pane)
        {
            return await context.ProblemAsync(StatusCodes.Status404NotFound, $"Task {id} has no session.");
        }

        var text = await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 0, context.RequestAborted);
        var colours = await tmux.CaptureAsync(pane.PaneId, colours: true, historyLines: 0, context.RequestAborted);
        return Answers.Json(new ScreenJson(text, TerminalHtml.Render(colours), Words.Of(reader.Classify(text).State)), ChorusJson.Default.ScreenJson);
    }

    /// <summary>The newest events, newest first: all of them up to a limit, or those whose detail contains a text.</summary>
    private static async Task<IResult> EventsAsync(TaskId id, TaskStore tasks, EventStore history, HttpContext context) => tasks.Find(id) is null
        ? await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.")
        : Answers.Json([.. history.Of(id, Limit(context.Request.Query["limit"]), text: context.Request.Query["text"]).Select(Json)], ChorusJson.Default.IReadOnlyListEventJson);

    private static async Task<IResult> MessagesAsync(TaskId id, TaskStore tasks, MessageStore messages, HttpContext context) => tasks.Find(id) is null
        ? await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.")
        : Answers.Json([.. messages.Newest(id, 100).Select(Json)], ChorusJson.Default.IReadOnlyListMessageJson);

    /// <summary>Takes back what has not been typed yet.</summary>
    private static async Task<IResult> WithdrawAsync(TaskId id, long message, TaskLifecycle tasks, HttpContext context) => await tasks.WithdrawAsync(id, message, context.RequestAborted)
        ? TypedResults.NoContent()
        : await context.ProblemAsync(StatusCodes.Status409Conflict, "This message does not wait any more: it was typed, or taken back before.");

    /// <summary>Answers as soon as the condition holds, or with <c>met: false</c> after the time given (at most a minute; ask again).</summary>
    private static async Task<IResult> WaitAsync(TaskId id, TaskStore tasks, PermissionStore requests, TaskAnswers answers, EventBus events, TimeProvider clock, HttpContext context)
    {
        var condition = context.Request.Query["for"].ToString();
        if (condition is not ("idle" or "attention" or "done"))
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "Wait for idle, attention or done.");
        }

        using var subscription = events.Subscribe();
        using var timeout = new CancellationTokenSource(Timeout(context.Request.Query["timeout"]), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        while (true)
        {
            if (tasks.Find(id) is not { } task)
            {
                return await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.");
            }

            var met = IsMet(task, requests.Open().FirstOrDefault(request => request.TaskId == id), condition);
            if (met || either.IsCancellationRequested)
            {
                return Answers.Json(new WaitJson(met, answers.Json(task)), ChorusJson.Default.WaitJson);
            }

            try
            {
                await subscription.TakeAsync(either.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                // Time is up: one last look decides.
            }
        }
    }

    private static bool IsMet(ChorusTask task, PermissionRequest? asked, string condition) => condition switch
    {
        "done" => task.State is TaskState.Completed or TaskState.Failed,
        "idle" => task.Claude.Activity is ClaudeActivity.Idle || (task.State is not TaskState.Pending && !task.Claude.IsAlive),
        _ => Attention.Of(task, asked) is not null,
    };

    private static TimeSpan Timeout(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds < LongestWait.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : LongestWait;

    private static int Limit(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Min(limit, EventLimit) : EventLimit;

    private static EventJson Json(TaskEvent item) => new(item.Seq, item.At, item.Kind, item.From, item.To, item.Reason, item.Detail, item.Source, item.Duration is { } time ? (long)time.TotalMilliseconds : null);

    private static MessageJson Json(Message message) => new(message.Id, message.Text, Words.Of(message.State), message.CreatedAt, message.SentAt);
}
