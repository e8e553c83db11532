using System.Globalization;

namespace Chorus.EndToEnd.Conformance;

/// <summary>From this moment on, this is what is true.</summary>
internal sealed record Truth(DateTimeOffset From, Expected Expected);

/// <summary>How one truth was shown: how late, for how long something else was shown in between, and how fast after its hook.</summary>
internal sealed record Verdict(Truth Truth, TimeSpan Delay, TimeSpan Wrong, TimeSpan? SinceHook, string Source);

/// <summary>Compares what was true with what was shown.</summary>
internal sealed class Judge(History history, IReadOnlyList<Truth> truths, TimeSpan limit, TimeSpan hookLimit)
{
    private static readonly TimeSpan Stability = TimeSpan.FromSeconds(3);

    private readonly List<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public IReadOnlyList<Verdict> Decide()
    {
        var verdicts = truths.Select((truth, index) => Decide(truth, index)).ToList();
        foreach (var sight in history.Unexplained) { faults.Add($"The JSON said {sight.Status}/{sight.Reason} at {Time(sight.FirstAsked)}, which no event explains."); }
        CheckEnd();
        return verdicts;
    }

    private Verdict Decide(Truth truth, int index)
    {
        var end = index + 1 < truths.Count ? truths[index + 1].From : DateTimeOffset.MaxValue;
        var window = history.Statuses.Where(shown => shown.To > truth.From && shown.From < end).ToList();
        var right = window.FirstOrDefault(shown => truth.Expected.IsShownBy(shown.Status, shown.Reason));
        if (right is null)
        {
            // What was true for a moment only need not have been shown.
            if (end - truth.From < limit) { return new Verdict(truth, TimeSpan.Zero, TimeSpan.Zero, null, ""); }
            faults.Add($"{truth.Expected} was true from {Time(truth.From)} and never shown.");
            return new Verdict(truth, TimeSpan.Zero, TimeSpan.Zero, null, "");
        }

        var delay = Later(right.From, truth.From) - truth.From;
        if (truth.Expected.Detail is not null) { delay = Longer(delay, DetailDelay(truth, end)); }
        if (delay > limit * history.Slowness(truth.From, right.From)) { faults.Add($"{truth.Expected} was shown {Seconds(delay)} after it was true ({Time(truth.From)})."); }
        if (truth.Expected.Source is { } source && right.Source != source) { faults.Add($"{truth.Expected} was decided by {right.Source}, not by {source}."); }
        var sinceHook = history.SinceHook(right);
        if (sinceHook is { } since && since > hookLimit * history.Slowness(right.From - since, right.From)) { faults.Add($"{truth.Expected} was shown {Seconds(sinceHook.Value)} after its hook had arrived."); }
        return new Verdict(truth, delay, WrongTime(truth, index, end, window, right), sinceHook, right.Source);
    }

    private TimeSpan DetailDelay(Truth truth, DateTimeOffset end)
    {
        for (var index = 0; index < history.Sights.Count; index++)
        {
            var sight = history.Sights[index];
            if (sight.LastSeen > truth.From && sight.FirstAsked < end && truth.Expected.IsShownBy(sight.Status, sight.Reason) && truth.Expected.IsSaidBy(sight.Detail))
            {
                return Later(index > 0 ? history.Sights[index - 1].LastAsked : sight.FirstAsked, truth.From) - truth.From;
            }
        }

        var said = history.Sights.Where(sight => sight.LastSeen > truth.From && sight.FirstAsked < end).Select(sight => $"'{sight.Detail}'").Distinct();
        faults.Add($"{truth.Expected} never said '{truth.Expected.Detail}' but {string.Join(", ", said)}.");
        return TimeSpan.Zero;
    }

    /// <summary>What was shown between the first right moment and the next truth. The next truth may be shown a little before its cause was noted down.</summary>
    private TimeSpan WrongTime(Truth truth, int index, DateTimeOffset end, List<Shown> window, Shown right)
    {
        var next = index + 1 < truths.Count ? truths[index + 1].Expected : null;
        var wrong = window
            .Where(shown => shown.From >= right.From && !truth.Expected.IsShownBy(shown.Status, shown.Reason))
            .Where(shown => shown != window[^1] || next?.IsShownBy(shown.Status, shown.Reason) != true)
            .Select(shown => (Shown: shown, Length: (shown.To < end ? shown.To : end) - shown.From))
            .ToList();
        foreach (var (shown, length) in wrong.Where(one => one.Length > limit * history.Slowness(one.Shown.From, one.Shown.From + one.Length))) { faults.Add($"{shown} was shown for {Seconds(length)} from {Time(shown.From)} while {truth.Expected} was true."); }
        return wrong.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Length);
    }

    private void CheckEnd()
    {
        if (history.Statuses.Count == 0 || truths.Count == 0) { return; }
        var last = history.Statuses[^1];
        if (!truths[^1].Expected.IsShownBy(last.Status, last.Reason)) { faults.Add($"At the end it was {last}, not {truths[^1].Expected}."); }
        else if (last.Length < Stability) { faults.Add($"At the end {last} stood for {Seconds(last.Length)} only."); }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    private static string Time(DateTimeOffset time) => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
