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

        var choice = PermissionsView.Choose(requests.Open(), context.Request.Query["request"]);
        var facts = reader.Read(choice?.Task, choice?.Request);
        return await Answers.PageAsync(PermissionsPage.Create(PermissionsView.From(facts, clock.GetUtcNow())), context.RequestAborted);
    }

    private static async Task<IResult> DecideAsync(string id, PermissionInbox inbox, HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.DecisionRequest, RequestBody.DecisionFrom);
        if (request.Decision is not ("allow" or "deny"))
        {
            return await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, "A decision is allow or deny.");
        }

        var decision = new Chorus.Permissions.Decision(request.Hash ?? "", request.Decision == "allow", request.Message, request.Interrupt == true, context.CallerName());
        return await inbox.DecideAsync(id, decision, context.RequestAborted) switch
        {
            DecisionOutcome.Decided(var decided) => context.Done(PermissionJson.From(decided), ChorusJson.Default.PermissionJson),
            DecisionOutcome.Invalid(var why) => await context.ProblemAsync(StatusCodes.Status422UnprocessableEntity, why),
            DecisionOutcome.Changed => await context.ProblemAsync(StatusCodes.Status409Conflict, "This is not what was shown; look at the request again before you decide."),
            DecisionOutcome.AlreadyClosed({ Status: PermissionStatus.Expired } closed) => await context.ProblemAsync(StatusCodes.Status410Gone, $"{closed.Summary}: the session ended before an answer; this decision had no effect."),
            DecisionOutcome.AlreadyClosed(var closed) => await context.ProblemAsync(StatusCodes.Status409Conflict, $"{closed.Summary}: {Words.Of(closed.Status).Replace('-', ' ')} before ({closed.DecidedBy}); this decision had no effect."),
            _ => await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such request."),
        };
    }
}
