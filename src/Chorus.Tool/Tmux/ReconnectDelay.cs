namespace Chorus.Tmux;

/// <summary>Makes every try wait twice as long as the one before, until a connection has held for a while.</summary>
internal sealed class ReconnectDelay(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(10);

    private readonly Lock @lock = new();
    private int failures;
    private long failedAt;
    private long connectedAt;

    public TimeSpan Remaining
    {
        get
        {
            lock (@lock)
            {
                if (failures == 0) { return TimeSpan.Zero; }

                var delay = First * Math.Pow(2, Math.Min(failures - 1, 10));
                var remaining = (delay < Longest ? delay : Longest) - clock.GetElapsedTime(failedAt);
                return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
            }
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Remaining, clock, cancellationToken);

    public void ThrowIfTooEarly()
    {
        if (Remaining is var remaining && remaining > TimeSpan.Zero)
        {
            throw new TmuxException("attach", $"there is no connection; the next try is in {remaining.TotalSeconds:0.0} s");
        }
    }

    public void Connected()
    {
        lock (@lock) { connectedAt = clock.GetTimestamp(); }
    }

    /// <summary>A connection that ends soon after it was made counts as a failed try.</summary>
    public void Ended()
    {
        lock (@lock)
        {
            failures = clock.GetElapsedTime(connectedAt) >= Held ? 0 : failures + 1;
            failedAt = clock.GetTimestamp();
        }
    }

    public void Failed()
    {
        lock (@lock)
        {
            failures++;
            failedAt = clock.GetTimestamp();
        }
    }
}
