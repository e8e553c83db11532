using System.Diagnostics;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>Waits for a condition until a deadline; the failure says what was waited for and what was seen last.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null, TimeSpan? step = null)
    {
        var watch = Stopwatch.StartNew();
        await FindAsync(what, async () => await condition() ? "yes" : null, within, step: step);
        return watch.Elapsed;
    }

    public static Task<TimeSpan> TrueAsync(string what, Func<bool> condition, TimeSpan? within = null) =>
        TrueAsync(what, () => Task.FromResult(condition()), within);

    /// <summary>The first value the probe finds; <paramref name="seen"/> describes the state for the failure. A probe that costs a process wants a longer <paramref name="step"/>.</summary>
    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> probe, TimeSpan? within = null, Func<string>? seen = null, TimeSpan? step = null)
        where T : class
    {
        var limit = within ?? Patience;
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(step ?? Step);
        do
        {
            if (await probe() is { } found) { return found; }
        }
        while (watch.Elapsed < limit && await timer.WaitForNextTickAsync());

        throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.{(seen is null ? "" : $" Seen last: {seen()}")}");
    }
}
