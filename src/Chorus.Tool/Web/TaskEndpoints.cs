using Chorus.Tasks;
using Chorus.Web.Json;
using Chorus.Web.Slices.Board;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Tasks over HTTP: each endpoint translates one request into one intention and its outcome into an answer.</summary>
internal static class TaskEndpoints
{
    private const int ManyLimit = 100;

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", BoardAsync);
        routes.MapGet("/tasks", BoardAsync);
        routes.MapGet("/tasks/new", NewAsync);
        routes.MapPost("/tasks", AddAsync);
        routes.MapGet("/tasks/{id}", ShowAsync);
        routes.MapPut("/tasks/{id}", EditAsync);
        routes.MapDelete("/tasks/{id}", DeleteAsync);
        routes.MapPost("/tasks/{id}/run", StartAsync);
        routes.MapDelete("/tasks/{id}/run", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.StopAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/restart", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.RestartAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/interrupt", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.InterruptAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/messages", SendAsync);
        routes.MapPost("/tasks/{id}/outcome", FinishAsync);
        routes.MapPut("/tasks/{id}/position", MoveAsync);
        routes.MapDelete("/tasks/{id}/attention", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.DismissAsync(id, context.RequestAborted)));
    }

    private static async Task<IResult> BoardAsync(BoardReader reader, TaskAnswers answers, TimeProvider clock, HttpContext context)
    {
        if (context.Request.WantsJson())
        {
            return answers.List(context.Request.Query["state"]);
        }

        var sight = Sight.Read(context.Request.Query);
        var all = reader.Read(sight with { Task = null });
        var facts = all.FirstToShow is { } first ? reader.Read(sight with { Task = first }) : all;
        return await context.PageAsync(BoardPage.Create(BoardView.From(facts, clock.GetUtcNow(), asList: true)));
    }

    private static Task<IResult> NewAsync(BoardReader reader, Configuration.ChorusOptions options, HttpContext context) =>
        context.PageAsync(TaskFormPage.Create(TaskFormPageView.New(reader.Read(new Sight { Place = Place.Other }), options)));

    private static async Task<IResult> ShowAsync(TaskId id, BoardReader reader, TaskAnswers answers, TimeProvider clock, HttpContext context)
    {
        if (context.Request.WantsJson())
        {
            return await answers.ShowAsync(context, id);
        }

        var facts = reader.Read(Sight.Read(context.Request.Query, id));
        return facts.ChosenTask is null
            ? await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.")
            : await context.PageAsync(BoardPage.Create(BoardView.From(facts, clock.GetUtcNow())));
    }

    private static async Task<IResult> AddAsync(TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.TaskRequest, RequestBody.TaskFrom);
        if (request.Titles is { } titles && !string.IsNullOrWhiteSpace(titles))
        {
            return await AddManyAsync(request, [.. titles.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], tasks, answers, context);
        }

        var outcome = await tasks.AddAsync(Draft(request), context.CallerName(), context.RequestAborted);
        if (outcome is TaskOutcome.Done(var added) && request.Start == true)
        {
            outcome = await StartedAsync(added, tasks, context);
        }

        return await answers.OfAsync(context, outcome, isNew: true);
    }

    /// <summary>All or none: a title that cannot be taken is told before the first one is added.</summary>
    private static async Task<IResult> AddManyAsync(TaskRequest request, IReadOnlyList<string> titles, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        if (titles.Count > ManyLimit)
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, $"At most {ManyLimit} tasks are added at once.");
        }

        if (titles.Select(title => (Title: title, Problem: (Draft(request) with { Title = title }).Problem(isNew: true))).FirstOrDefault(one => one.Problem is not null) is { Problem: { } problem } bad)
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, $"Line {titles.TakeWhile(title => title != bad.Title).Count() + 1}: {problem}");
        }

        var added = new List<ChorusTask>();
        foreach (var title in titles)
        {
            var outcome = await tasks.AddAsync(Draft(request) with { Title = title }, context.CallerName(), context.RequestAborted);
            if (outcome is not TaskOutcome.Done(var task))
            {
                return await answers.OfAsync(context, outcome);
            }

            added.Add(request.Start == true && await StartedAsync(task, tasks, context) is TaskOutcome.Done(var started) ? started : task);
        }

        return answers.OfMany(context, added);
    }

    /// <summary>Adding was what mattered: a start that is refused leaves the task pending, and its list says what it waits for.</summary>
    private static async Task<TaskOutcome> StartedAsync(ChorusTask added, TaskLifecycle tasks, HttpContext context) =>
        await tasks.StartAsync(added.Id, context.CallerName(), isForced: false, context.RequestAborted) is TaskOutcome.Done started ? started : new TaskOutcome.Done(added);

    private static async Task<IResult> StartAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadIfAnyAsync(context, ChorusJson.Default.RunRequest, RequestBody.RunFrom);
        return await answers.OfAsync(context, tasks.StartAsync(id, context.CallerName(), request?.Anyway == true, context.RequestAborted));
    }

    private static async Task<IResult> MoveAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.PositionRequest, RequestBody.PositionFrom);
        return await answers.OfAsync(context, tasks.MoveAsync(id, request.Before is { } before ? new TaskId(before) : null, context.RequestAborted));
    }

    private static async Task<IResult> EditAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.TaskRequest, RequestBody.TaskFrom);
        var outcome = await tasks.EditAsync(id, Draft(request), context.CallerName(), context.RequestAborted);
        if (outcome is TaskOutcome.Done && request.Start == true)
        {
            outcome = await tasks.StartAsync(id, context.CallerName(), isForced: false, context.RequestAborted);
        }

        return await answers.OfAsync(context, outcome);
    }

    private static async Task<IResult> DeleteAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
        await answers.OfAsync(context, await tasks.DeleteAsync(id, context.RequestAborted));

    private static async Task<IResult> SendAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.MessageRequest, RequestBody.MessageFrom);
        return await answers.OfAsync(context, tasks.SendAsync(id, request.Text ?? "", context.CallerName(), context.RequestAborted));
    }

    private static async Task<IResult> FinishAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.OutcomeRequest, RequestBody.OutcomeFrom);
        return request.Outcome switch
        {
            "completed" or "failed" => await answers.OfAsync(context, tasks.FinishAsync(id, request.Outcome == "completed", request.Note, request.DiscardStack == true, context.CallerName(), context.RequestAborted)),
            "reopened" => await answers.OfAsync(context, tasks.ReopenAsync(id, context.CallerName(), context.RequestAborted)),
            _ => await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "An outcome is completed, failed or reopened."),
        };
    }

    private static TaskDraft Draft(TaskRequest request) => new()
    {
        Title = request.Title,
        Brief = request.Brief,
        Priority = request.Priority,
        After = request.After?.Select(id => new TaskId(id)).ToList(),
        PermissionMode = request.PermissionMode,
        Model = request.Model,
        StackMode = request.StackMode,
    };
}
