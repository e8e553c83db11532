using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary>Chooses among the rules that can be made from a request; what is not offered is refused with the offers.</summary>
internal static class RuleOfferChoice
{
    private static readonly string[] Names = ["scope", "value", "words", "claudeRule"];

    /// <param name="call">The call of the verb.</param>
    /// <param name="request">As the server sent it.</param>
    /// <param name="scope">What names an offer; null for the narrowest.</param>
    /// <param name="reach">session, task or project.</param>
    /// <param name="cancellationToken">Ends the waiting for the server.</param>
    /// <exception cref="CommandFailure">There is no such offer.</exception>
    public static async Task<JsonObject> ChooseAsync(VerbCall call, JsonElement request, string? scope, string reach, CancellationToken cancellationToken)
    {
        var offers = await call.Server.GetAsync($"{PermissionRequests.Path(request)}/rules", cancellationToken);
        var named = offers.Items().Where((offer, index) => scope is null || IsNamed(offer, index + 1, scope)).ToList();
        // The first is the narrowest; a wider one is never taken by itself.
        return named switch
        {
            [] when !offers.Items().Any() => throw new CommandFailure(ExitCode.Failed, "No rule can be made from this request. Allow it without --always."),
            [] => throw await call.RefuseAsync($"There is no offer '{scope}'. Choose one of those listed, by its number or scope.", offers, RuleText.Offers),
            [var offer, ..] when offer.Field("reaches").Items().All(one => one.GetString() != reach) =>
                throw await call.RefuseAsync($"A rule for '{offer.Text("words")}' cannot hold for the {reach}. Choose another one of those listed, or another --for.", offers, RuleText.Offers),
            [var offer, ..] => new JsonObject { ["scope"] = offer.Text("scope"), ["value"] = offer.Text("value"), ["reach"] = reach },
        };
    }

    private static bool IsNamed(JsonElement offer, int number, string name) =>
        name == number.ToString(CultureInfo.InvariantCulture) || Names.Any(field => offer.Text(field) is { Length: > 0 } text && text == name);
}
