using Chorus.Events;
using Chorus.Permissions;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Web.Json;

namespace Chorus.Web;

/// <summary>Turns outcomes of intentions about tasks into answers.</summary>
internal sealed class TaskAnswers(TaskStore tasks, PermissionStore requests, IStackProvider stacks, SignalLog signals)
{
    public async Task<IResult> OfAsync(HttpContext context, Task<TaskOutcome> outcome) => await OfAsync(context, await outcome);

    /// <param name="isNew">The task was just made: the page goes to it.</param>
    public async Task<IResult> OfAsync(HttpContext context, TaskOutcome outcome, bool isNew = false) => outcome switch
    {
        TaskOutcome.Done(var task) when isNew => context.Made(Json(task), ChorusJson.Default.TaskJson, $"/tasks/{task.Id}"),
        TaskOutcome.Done(var task) => context.Done(Json(task), ChorusJson.Default.TaskJson),
        TaskOutcome.Refused(var why) => await context.ProblemAsync(StatusCodes.Status409Conflict, why),
        TaskOutcome.Invalid(var why) => await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, why),
        _ => await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such task."),
    };

    /// <summary>Several tasks were made: a program gets them all, the page goes to the list.</summary>
    public IResult OfMany(HttpContext context, IReadOnlyList<ChorusTask> added) => context.Made([.. added.Select(Json)], ChorusJson.Default.IReadOnlyListTaskJson, "/");

    /// <param name="state">pending, running, completed or failed; empty for all.</param>
    public IResult List(string? state)
    {
        var open = requests.Open();
        return Answers.Json([.. tasks.All().Where(task => string.IsNullOrEmpty(state) || Words.Of(task.State) == state).Select(task => Json(task, open))], ChorusJson.Default.IReadOnlyListTaskJson);
    }

    public async Task<IResult> ShowAsync(HttpContext context, TaskId id) => tasks.Find(id) is { } task
        ? Answers.Json(WithSignals(Json(task), id), ChorusJson.Default.TaskJson)
        : await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.");

    public TaskJson Json(ChorusTask task) => Json(task, requests.Open());

    private TaskJson Json(ChorusTask task, IReadOnlyList<PermissionRequest> open) =>
        TaskJson.From(task, stacks.Describe(task.Id.ToString()), open.FirstOrDefault(request => request.TaskId == task.Id));

    private TaskJson WithSignals(TaskJson task, TaskId id) =>
        task with { Claude = task.Claude with { Signals = [.. signals.Of(id).Select(SignalJson.From)] } };
}
