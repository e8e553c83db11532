using Chorus.Tasks;
using Chorus.Web.Json;
using Chorus.Web.Slices.Board;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Tasks over HTTP: each endpoint translates one request into one intention and its outcome into an answer.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", BoardAsync);
        routes.MapGet("/tasks", BoardAsync);
        routes.MapGet("/tasks/new", NewAsync);
        routes.MapPost("/tasks", AddAsync);
        routes.MapGet("/tasks/{id}", ShowAsync);
        routes.MapPut("/tasks/{id}", EditAsync);
        routes.MapDelete("/tasks/{id}", DeleteAsync);
        routes.MapPost("/tasks/{id}/run", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.StartAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapDelete("/tasks/{id}/run", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.StopAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/restart", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.RestartAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/interrupt", (TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context) =>
            answers.OfAsync(context, tasks.InterruptAsync(id, context.CallerName(), context.RequestAborted)));
        routes.MapPost("/tasks/{id}/messages", SendAsync);
        routes.MapPost("/tasks/{id}/outcome", FinishAsync);
    }

    private static async Task<IResult> BoardAsync(BoardReader reader, TaskAnswers answers, TimeProvider clock, HttpContext context)
    {
        if (context.Request.WantsJson())
        {
            return await answers.ListAsync(context.Request.Query["state"], context.RequestAborted);
        }

        var all = reader.Read();
        var facts = BoardFacts.FirstToShow(all.Tasks, all.Open) is { } first ? reader.Read(first) : all;
        return await Answers.PageAsync(BoardPage.Create(BoardView.From(facts, clock.GetUtcNow(), asList: true)), context.RequestAborted);
    }

    private static Task<IResult> NewAsync(BoardReader reader, Configuration.ChorusOptions options, HttpContext context) =>
        Answers.PageAsync(TaskFormPage.Create(TaskFormPageView.New(reader.Read(), options)), context.RequestAborted);

    private static async Task<IResult> ShowAsync(TaskId id, BoardReader reader, TaskAnswers answers, TimeProvider clock, HttpContext context)
    {
        if (context.Request.WantsJson())
        {
            return await answers.ShowAsync(context, id);
        }

        var tab = Enum.TryParse<TaskTab>(context.Request.Query["tab"], ignoreCase: true, out var chosen) ? chosen : TaskTab.Session;
        var facts = reader.Read(id, context.Request.Query["request"], tab);
        return facts.ChosenTask is null
            ? await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.")
            : await Answers.PageAsync(BoardPage.Create(BoardView.From(facts, clock.GetUtcNow())), context.RequestAborted);
    }

    private static async Task<IResult> AddAsync(TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.TaskRequest, RequestBody.TaskFrom);
        var outcome = await tasks.AddAsync(Draft(request), context.CallerName(), context.RequestAborted);
        if (outcome is TaskOutcome.Done(var added) && request.Start == true)
        {
            outcome = await tasks.StartAsync(added.Id, context.CallerName(), context.RequestAborted);
        }

        return await answers.OfAsync(context, outcome, isNew: true);
    }

    private static async Task<IResult> EditAsync(TaskId id, TaskLifecycle tasks, TaskAnswers answers, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.TaskRequest, RequestBody.TaskFrom);
        var outcome = await tasks.EditAsync(id, Draft(request), context.CallerName(), context.RequestAborted);
        if (outcome is TaskOutcome.Done && request.Start == true)
        {
            outcome = await tasks.StartAsync(id, context.CallerName(), context.RequestAborted);
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
        return request.Outcome is "completed" or "failed"
            ? await answers.OfAsync(context, tasks.FinishAsync(id, request.Outcome == "completed", request.Note, context.CallerName(), context.RequestAborted))
            : await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "An outcome is completed or failed.");
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
