using Chorus.Events;
using Chorus.Permissions;
using Chorus.Web.Json;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Permission requests over HTTP.</summary>
internal static class PermissionEndpoints
{
    private const int ListLimit = 200;

    public static void MapPermissions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/permissions", ListAsync);
        routes.MapPost("/permissions/{id}/decision", DecideAsync);
    }

    private static async Task<IResult> ListAsync(PermissionStore requests, BoardReader reader, TimeProvider clock, HttpContext context)
    {
        if (context.Request.WantsJson())
        {
            var status = context.Request.Query["status"].ToString();
            var list = status == "open" ? requests.Open() : [.. requests.Newest(ListLimit).Where(request => status.Length == 0 || Words.Of(request.Status) == status)];
            return Answers.Json([.. list.Select(PermissionJson.From)], ChorusJson.Default.IReadOnlyListPermissionJson);
        }

        var asked = Sight.Read(context.Request.Query);
        var sight = InboxView.Choose(asked, reader.Read(asked with { Task = null }));
        var isAskedFor = (asked.Request ?? $"{asked.Task}") is { Length: > 0 } && (asked.Request == sight.Request || asked.Task == sight.Task);
        return await context.PageAsync(InboxPage.Create(InboxPageView.From(reader.Read(sight), clock.GetUtcNow(), isAskedFor)));
    }

    private static async Task<IResult> DecideAsync(string id, PermissionInbox inbox, PermissionStore requests, HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, ChorusJson.Default.DecisionRequest, RequestBody.DecisionFrom);
        if (requests.Find(id) is not { } request)
        {
            return await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such request.");
        }

        var decision = new Decision(body.Hash ?? "", VerdictReader.Read(body, request), context.CallerName());
        if (body.Also is { Count: > 0 } && decision.Verdict is not (Verdict.Allow or Verdict.Deny))
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "Several requests are answered at once only by a plain yes or no.");
        }

        var outcome = await inbox.DecideAsync(id, decision, context.RequestAborted);
        if (outcome is not DecisionOutcome.Decided(var decided))
        {
            return await RefusedAsync(outcome, context);
        }

        // What was said is carried out whole: the browser may go away in the middle.
        foreach (var other in body.Also ?? [])
        {
            var answered = requests.Find(other.Id ?? "") is { } alike && alike.IsLike(request)
                ? await inbox.DecideAsync(alike.Id, decision with { Hash = other.Hash ?? "" }, CancellationToken.None)
                : new DecisionOutcome.Invalid("One of the other requests asks for something else; this one was answered, that one was not.");
            if (answered is not DecisionOutcome.Decided)
            {
                return await RefusedAsync(answered, context);
            }
        }

        return context.Done(PermissionJson.From(decided), ChorusJson.Default.PermissionJson);
    }

    private static Task<IResult> RefusedAsync(DecisionOutcome outcome, HttpContext context) => outcome switch
    {
        DecisionOutcome.Invalid(var why) => context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, why),
        DecisionOutcome.Changed => context.ProblemAsync(StatusCodes.Status409Conflict, "This is not what was shown; look at the request again before you decide."),
        DecisionOutcome.AlreadyClosed({ Status: PermissionStatus.Expired } closed) => context.ProblemAsync(StatusCodes.Status410Gone, $"{closed.Summary}: the session ended before an answer; this decision had no effect."),
        DecisionOutcome.AlreadyClosed(var closed) => context.ProblemAsync(StatusCodes.Status409Conflict, $"{closed.Summary}: {DecisionWords.Closed(closed)}; this decision had no effect."),
        _ => context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such request."),
    };
}
