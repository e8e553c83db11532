using System.Collections.Concurrent;
using Chorus.Tests.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Chorus.Tests.Tasks;

/// <summary>A clock that moves only when told to and knows who waits for it, so that a test moves it neither too early nor too late.</summary>
internal sealed class ObservedClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> awaited = [];

    public ObservedClock()
        : base(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        awaited.Enqueue(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody has begun to wait for <paramref name="time"/> at least <paramref name="times"/> times.</summary>
    public Task AwaitedAsync(TimeSpan time, int times = 1) => Wait.UntilAsync(() => Awaited(time) >= times);

    /// <summary>How often somebody has begun to wait for <paramref name="time"/>.</summary>
    public int Awaited(TimeSpan time) => awaited.Count(due => due == time);
}
