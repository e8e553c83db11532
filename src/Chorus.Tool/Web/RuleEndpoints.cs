using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Web.Json;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Slices.Rules;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Rules over HTTP: what could be allowed for more than once, what is, and taking it back.</summary>
internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/permissions/{id}/rules", OffersAsync);
        routes.MapGet("/rules", ListAsync);
        routes.MapDelete("/rules/{id}", RevokeAsync);
        routes.MapDelete("/rules", RevokeForeignAsync);
    }

    private static async Task<IResult> OffersAsync(string id, PermissionStore requests, RuleBook rules, StateFolder state, HttpContext context)
    {
        if (requests.Find(id) is not { } request)
        {
            return await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such request.");
        }

        var offers = RuleOffers.For(request, state.ProjectPath);
        var (covered, of) = rules.HeldAgainstHistory(request.Tool, offers);
        return context.Request.WantsJson()
            ? Answers.Json([.. offers.Select((offer, index) => RuleOfferJson.From(offer, covered[index], of))], ChorusJson.Default.IReadOnlyListRuleOfferJson)
            : await context.PageAsync(AlwaysPanel.Create(AlwaysView.From(request, offers, covered, of, state.ProjectName)));
    }

    private static async Task<IResult> ListAsync(RuleStore rules, ClaudeRuleFiles files, BoardReader reader, TimeProvider clock, HttpContext context) => context.Request.WantsJson()
        ? Answers.Json(RuleJson.All(rules.Valid(), files.Allowed()), ChorusJson.Default.IReadOnlyListRuleJson)
        : await context.PageAsync(RulesPage.Create(RulesPageView.From(reader.Read(new Sight { Place = Place.Rules }), clock.GetUtcNow())));

    private static async Task<IResult> RevokeAsync(long id, RuleBook rules, HttpContext context) =>
        await AnswerAsync(await rules.RevokeAsync(id, context.RequestAborted), context);

    /// <summary>A rule that Claude Code keeps and Chorus did not make, named by its words: in the address, as a page's form writes it, or in the body.</summary>
    private static async Task<IResult> RevokeForeignAsync(RuleBook rules, HttpContext context)
    {
        var query = context.Request.Query;
        var (origin, rule) = query.ContainsKey("rule") ? (query["origin"].ToString(), query["rule"].ToString()) : await NamedInBodyAsync(context);
        return await AnswerAsync(await rules.RevokeAsync(origin, rule, context.RequestAborted), context);
    }

    private static async Task<(string Origin, string Rule)> NamedInBodyAsync(HttpContext context)
    {
        var request = await RequestBody.ReadAsync(context, ChorusJson.Default.ForeignRuleRequest, RequestBody.ForeignRuleFrom);
        return (request.Origin ?? "", request.Rule ?? "");
    }

    private static async Task<IResult> AnswerAsync(RevokeOutcome outcome, HttpContext context) => outcome switch
    {
        RevokeOutcome.Revoked => TypedResults.NoContent(),
        RevokeOutcome.NotOurs => await context.ProblemAsync(StatusCodes.Status409Conflict, "This rule stands in a file that others share or that is your own; take it out there."),
        _ => await context.ProblemAsync(StatusCodes.Status404NotFound, "There is no such rule, or it was revoked before."),
    };
}
