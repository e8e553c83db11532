using System.Globalization;
using System.Text.Json;

namespace Chorus.Commands;

/// <summary>Rules, and what could become one, as plain text for a terminal.</summary>
internal static class RuleText
{
    /// <summary>One line a rule; the rule itself stands whole, for it is what <c>rule revoke</c> takes.</summary>
    public static string Table(JsonElement rules, DateTimeOffset now) => TextTable.Of(
        ["ID", "FOR", "TASK", "ORIGIN", "USES", "LAST USE", "MADE FROM", "RULE"],
        rules.Items().Select(rule => (IReadOnlyList<string>)
        [
            rule.Text("id"), rule.Text("reach"), rule.Text("taskId"), rule.Text("origin"), rule.Text("uses"), TaskText.Age(rule, "lastUsedAt", now), rule.Text("madeFrom"), rule.Text("rule"),
        ]),
        lastLimit: int.MaxValue);

    /// <summary>One line an offer, the narrowest first, with what it would have allowed.</summary>
    public static string Offers(JsonElement offers) => TextTable.Of(
        ["NO", "SCOPE", "FOR", "WOULD HAVE COVERED", "RULE"],
        offers.Items().Select((offer, index) => (IReadOnlyList<string>)
        [
            (index + 1).ToString(CultureInfo.InvariantCulture), offer.Text("scope"), string.Join(", ", offer.Field("reaches").Items().Select(reach => reach.GetString())),
            $"{offer.Text("covered")} of {offer.Text("of")} past requests", offer.Text("words"),
        ]),
        lastLimit: int.MaxValue);

    /// <summary>Number, reach and exact words of one rule.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="rule">As the server lists it; undefined when it does not any more.</param>
    public static string One(string id, JsonElement rule) => rule.ValueKind is JsonValueKind.Undefined
        ? $"{id}, revoked since"
        : $"{id}, for {Reach(rule)}: {rule.Text("rule")}";

    private static string Reach(JsonElement rule) => rule.Text("reach") switch
    {
        "session" => $"this conversation of task {rule.Text("taskId")}",
        "task" => $"task {rule.Text("taskId")}",
        var other => $"the {other}",
    };
}
