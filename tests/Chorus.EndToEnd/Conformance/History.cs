using System.Text.Json;

namespace Chorus.EndToEnd.Conformance;

/// <summary>A time in which one status with one reason was shown.</summary>
internal sealed record Shown(DateTimeOffset From, DateTimeOffset To, string Status, string? Reason, string Source)
{
    /// <summary>When the status before it was decided: what decided this one was heard later.</summary>
    public DateTimeOffset Before { get; init; }

    public TimeSpan Length => To - From;

    public override string ToString() => Reason is null ? Status : $"{Status}/{Reason}";
}

/// <summary>One line of the signal log: something that was heard about a task.</summary>
internal sealed record Heard(DateTimeOffset At, string Source, string What, string? Status);

/// <summary>What a task was shown as over time: the stored events give the moments, the looks from outside prove them.</summary>
internal sealed class History(IReadOnlyList<JsonElement> events, IReadOnlyList<Sight> sights, IReadOnlyCollection<Heard> signals, Func<DateTimeOffset, DateTimeOffset, double> slowness)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public IReadOnlyList<Sight> Sights => sights;

    /// <summary>How many times slower than it should be the machine was at that time.</summary>
    public double Slowness(DateTimeOffset from, DateTimeOffset to) => slowness(from, to);

    public IReadOnlyList<Shown> Statuses { get; } = Join([.. events.Where(item => item.GetProperty("kind").GetString() == "status")], sights);

    /// <summary>Looks that no stored event explains.</summary>
    public IEnumerable<Sight> Unexplained => sights.Where(sight =>
        sight.Status != "stopped" && !Statuses.Any(shown => shown.Status == sight.Status && shown.Reason == sight.Reason && shown.From - Slack <= sight.LastSeen && shown.To + Slack >= sight.FirstAsked));

    /// <summary>How long it took from the arrival of the hook that decided it; null when no hook did, or its line is no longer in the log.</summary>
    public TimeSpan? SinceHook(Shown shown)
    {
        var words = shown.Reason is null ? shown.Status : $"{shown.Status}, {shown.Reason}";
        var hook = signals.FirstOrDefault(heard => heard.Source == "hook" && heard.Status == words && heard.At > shown.Before && heard.At <= shown.From);
        return shown.Source == "hook" && hook is not null ? shown.From - hook.At : null;
    }

    private static List<Shown> Join(IReadOnlyList<JsonElement> changes, IReadOnlyList<Sight> sights)
    {
        var ordered = changes.OrderBy(item => item.GetProperty("seq").GetInt64()).ToList();
        var end = sights.Count > 0 ? sights[^1].LastSeen : DateTimeOffset.MaxValue;
        var shown = new List<Shown>();
        for (var index = 0; index < ordered.Count; index++)
        {
            var next = index + 1 < ordered.Count ? At(ordered[index + 1]) : end;
            var word = ordered[index].GetProperty("reason").GetString();
            var one = new Shown(At(ordered[index]), next, ordered[index].GetProperty("to").GetString()!, word is "none" or "" ? null : word, ordered[index].GetProperty("source").GetString()!)
            {
                Before = index > 0 ? At(ordered[index - 1]) : DateTimeOffset.MinValue,
            };
            shown.Add(one with { From = Proven(one, shown.LastOrDefault(), sights) });
        }

        return shown;
    }

    /// <summary>A look that still showed the status before was asked later: then the change was not visible yet.</summary>
    private static DateTimeOffset Proven(Shown shown, Shown? before, IReadOnlyList<Sight> sights) =>
        before is null ? shown.From : sights.Where(sight => sight.Status == before.Status && sight.Reason == before.Reason && sight.FirstAsked <= shown.From && sight.LastAsked > shown.From)
            .Select(sight => sight.LastAsked < shown.To ? sight.LastAsked : shown.To)
            .DefaultIfEmpty(shown.From)
            .Max();

    private static DateTimeOffset At(JsonElement item) => item.GetProperty("at").GetDateTimeOffset();
}
