using System.Diagnostics;
using System.Net.Sockets;
using Chorus.Events;
using Chorus.Tasks;
using Chorus.Web;

namespace Chorus.Tests.Web.Access;

/// <summary>Threat S35: who opens a stream and does not read it is dropped; whoever reads, however slowly, is not.</summary>
public sealed class StuckReaderTests(ProductServer server) : IClassFixture<ProductServer>
{
    [Fact]
    public async Task A_reader_that_stops_reading_is_dropped_within_fifteen_seconds_and_one_that_reads_is_not()
    {
        await server.AddTaskAsync("Is looked at by a reader that is stuck");
        await server.AddTaskAsync("Is looked at by one that reads");
        // Screens that change all the time are the most there is to send; a repaint of the list sends only its rows that changed.
        var line = string.Join('\n', Enumerable.Repeat(new string('x', 200), 60));
        var browser = await server.LogInAsync();
        var screens = server.Service<SessionScreens>();
        var (stuck, reading) = (new TaskId(1), new TaskId(2));
        using var first = (await server.OpenStreamAsync(browser, $"?task={stuck}")).Socket;
        using var second = (await server.OpenStreamAsync(browser, $"?task={reading}")).Socket;
        using var done = new CancellationTokenSource();
        var read = ReadAsync(second, done.Token);
        Assert.True(screens.IsWatched(stuck));
        Assert.True(screens.IsWatched(reading));

        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (screens.IsWatched(stuck) && await timer.WaitForNextTickAsync())
        {
            server.Service<EventBus>().Publish(ChangeKind.Server, "");
            screens.Set(stuck, $"{watch.Elapsed}\n{line}");
            screens.Set(reading, $"{watch.Elapsed}\n{line}");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), "The reader that does not read still has its stream.");
        }

        Assert.True(watch.Elapsed > EventStream.Patience, $"It was dropped after {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.True(screens.IsWatched(reading));
        await RawHttp.EndedAsync(first, TimeSpan.FromSeconds(5));
        await done.CancelAsync();
        Assert.True(await read > 1_000_000);
    }

    private static async Task<long> ReadAsync(Socket socket, CancellationToken until)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            while (await socket.ReceiveAsync(buffer, until) is var count and > 0)
            {
                total += count;
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over; until then it was not dropped.
        }

        return total;
    }
}
