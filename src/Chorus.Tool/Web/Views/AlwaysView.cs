using Chorus.Permissions;
using Chorus.Permissions.Rules;

namespace Chorus.Web.Views;

/// <summary>A rule that can be chosen: what it covers, and how much of the past it would have.</summary>
/// <param name="Value">"scope value", as the form sends it.</param>
/// <param name="Reaches">The reaches it may have, for the page's script.</param>
public sealed record OfferView(string Value, VisibleText Words, VisibleText? ClaudeRule, string Covered, string Reaches, bool IsFirst);

/// <summary>How far a rule reaches, to choose from.</summary>
public sealed record ReachView(string Value, string Word, string Note, bool IsFirst);

/// <summary>The panel that makes a rule of a request.</summary>
public sealed record AlwaysView(string RequestId, string Hash, IReadOnlyList<OfferView> Offers, IReadOnlyList<ReachView> Reaches)
{
    public string Action => $"/permissions/{RequestId}/decision";

    public static AlwaysView From(PermissionRequest request, IReadOnlyList<RuleOffer> offers, IReadOnlyList<int> covered, int of, string project) => new(
        request.Id,
        request.Hash,
        [.. offers.Select((offer, index) => new OfferView(
            $"{Events.Words.Of(offer.Scope)} {offer.Value}",
            VisibleText.Of(offer.Words),
            offer.ClaudeRule is { } rule ? VisibleText.Of(rule) : null,
            of switch
            {
                0 => "",
                1 => covered[index] == 1 ? "would have answered the one request of this kind so far" : "",
                _ => $"would have answered {covered[index]} of the last {of} requests of this kind",
            },
            string.Join(' ', offer.Reaches.Select(Events.Words.Of)),
            index == 0))],
        [
            new ReachView("session", "This conversation", "until /clear or a new one", IsFirst: false),
            new ReachView("task", "This task", "ends with it", IsFirst: true),
            .. offers.Any(offer => offer.Reaches.Contains(RuleReach.Project)) ? new[] { new ReachView("project", $"All of {project}", "Claude Code keeps it in .claude/settings.local.json, until you revoke it", IsFirst: false) } : [],
        ]);
}
