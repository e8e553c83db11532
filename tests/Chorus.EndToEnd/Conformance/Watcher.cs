using System.Collections.Concurrent;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <summary>Looks at all tasks of a server again and again, as its clients do, and keeps what it saw of each.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<int, List<Sight>> sights = [];
    private readonly List<DateTimeOffset> looks = [];
    private readonly CancellationTokenSource end = new();
    private readonly ChorusServer server;
    private readonly Task loop;

    public Watcher(ChorusServer server)
    {
        this.server = server;
        loop = LookAsync();
    }

    public IReadOnlyList<Sight> Of(int task)
    {
        if (!sights.TryGetValue(task, out var list)) { return []; }
        lock (list) { return [.. list]; }
    }

    /// <summary>
    /// How many times slower than it should be the machine was at that time, at most three times: its looks should come every 50 ms,
    /// and one in ten may be late. On a machine that has other things to do, a limit in milliseconds says nothing about Chorus.
    /// </summary>
    public double Slowness(DateTimeOffset from, DateTimeOffset to)
    {
        lock (looks)
        {
            var near = looks.Where(look => look >= from - Around && look <= to + Around).ToList();
            var gaps = near.Zip(near.Skip(1), (look, next) => next - look).Order().ToList();
            return gaps.Count < 3 ? 1 : Math.Clamp(gaps[gaps.Count * 9 / 10] / Interval, 1, 3);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await loop;
        end.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                await LookOnceAsync();
                lock (looks) { looks.Add(DateTimeOffset.UtcNow); }
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
    }

    private async Task LookOnceAsync()
    {
        var asked = DateTimeOffset.UtcNow;
        try
        {
            var tasks = await server.Api.GetAsync("tasks");
            var seen = DateTimeOffset.UtcNow;
            foreach (var task in tasks.EnumerateArray()) { Add(task.GetProperty("id").GetInt32(), Sight.Of(task, asked, seen)); }
        }
        catch (Exception failure) when (failure is HttpRequestException or ObjectDisposedException or InvalidOperationException or IOException or TaskCanceledException)
        {
            // The server is down, or just being started again.
        }
    }

    private void Add(int task, Sight sight)
    {
        var list = sights.GetOrAdd(task, _ => []);
        lock (list)
        {
            if (list.Count > 0 && list[^1].SaysTheSame(sight))
            {
                (list[^1].LastAsked, list[^1].LastSeen) = (sight.LastAsked, sight.LastSeen);
            }
            else
            {
                list.Add(sight);
            }
        }
    }
}
