using System.Globalization;
using System.Text.Json;
using Chorus.Web.Views;

namespace Chorus.Commands;

/// <summary>What happened to a task as plain text for a terminal: a line each, oldest first, so that the newest stands above the prompt.</summary>
internal static class HistoryText
{
    private const int Longest = 500;

    /// <param name="events">As the server sent them, newest first.</param>
    public static string Of(JsonElement events) => TextTable.Of(
        ["TIME", "KIND", "ENDED", "TOOK", "SOURCE", "WHAT"],
        events.Items().Reverse().Select(one => (IReadOnlyList<string>)[Time(one), one.Text("kind"), IsStatus(one) ? "" : one.Text("reason"), Took(one), one.Text("source"), What(one)]),
        lastLimit: Longest);

    private static bool IsStatus(JsonElement one) => one.Text("kind") == "status";

    private static string What(JsonElement one) => IsStatus(one)
        ? string.Join(" · ", new[] { one.Text("to"), one.Text("reason"), one.Text("detail") }.Where(word => word is not ("" or "none")))
        : string.Join(": ", new[] { one.Text("from"), one.Text("detail") }.Where(word => word.Length > 0));

    private static string Time(JsonElement one) => DateTimeOffset.TryParse(one.Text("at"), CultureInfo.InvariantCulture, out var time) ? Ages.Iso(time) : one.Text("at");

    private static string Took(JsonElement one) => one.Field("durationMs") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var milliseconds)
        ? milliseconds < 10_000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s") : Ages.Words(TimeSpan.FromMilliseconds(milliseconds))
        : "";
}
