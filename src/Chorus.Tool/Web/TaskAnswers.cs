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
        TaskOutcome.Done(var task) when isNew => context.Made(await JsonAsync(task, context.RequestAborted), ChorusJson.Default.TaskJson, $"/tasks/{task.Id}"),
        TaskOutcome.Done(var task) => context.Done(await JsonAsync(task, context.RequestAborted), ChorusJson.Default.TaskJson),
        TaskOutcome.Refused(var why) => await context.ProblemAsync(StatusCodes.Status409Conflict, why),
        TaskOutcome.Invalid(var why) => await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, why),
        _ => await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such task."),
    };

    /// <summary>Several tasks were made: a program gets them all, the page goes to the list.</summary>
    public async Task<IResult> OfManyAsync(HttpContext context, IReadOnlyList<ChorusTask> added)
    {
        var list = new List<TaskJson>();
        foreach (var task in added)
        {
            list.Add(await JsonAsync(task, context.RequestAborted));
        }

        return context.Made(list, ChorusJson.Default.IReadOnlyListTaskJson, "/");
    }

    public async Task<IResult> ListAsync(string? state, CancellationToken cancellationToken)
    {
        var list = new List<TaskJson>();
        var open = requests.Open();
        foreach (var task in tasks.All().Where(task => string.IsNullOrEmpty(state) || Words.Of(task.State) == state))
        {
            list.Add(await JsonAsync(task, open, cancellationToken));
        }

        return Answers.Json(list, ChorusJson.Default.IReadOnlyListTaskJson);
    }

    public async Task<IResult> ShowAsync(HttpContext context, TaskId id) => tasks.Find(id) is { } task
        ? Answers.Json(WithSignals(await JsonAsync(task, context.RequestAborted), id), ChorusJson.Default.TaskJson)
        : await context.ProblemAsync(StatusCodes.Status404NotFound, $"There is no task {id}.");

    public Task<TaskJson> JsonAsync(ChorusTask task, CancellationToken cancellationToken) => JsonAsync(task, requests.Open(), cancellationToken);

    private async Task<TaskJson> JsonAsync(ChorusTask task, IReadOnlyList<PermissionRequest> open, CancellationToken cancellationToken) =>
        TaskJson.From(task, await stacks.DescribeAsync(task.Id.ToString(), cancellationToken), open.FirstOrDefault(request => request.TaskId == task.Id));

    private TaskJson WithSignals(TaskJson task, TaskId id) =>
        task with { Claude = task.Claude with { Signals = [.. signals.Of(id).Select(SignalJson.From)] } };
}
