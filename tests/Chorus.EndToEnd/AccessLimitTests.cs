using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Chorus.EndToEnd.Fixtures;
using Chorus.Tests.Web.Access;

namespace Chorus.EndToEnd;

/// <summary>Threat S35 in figures, for <c>./test --full</c>: what slow and stuck callers cost the running program.</summary>
public sealed class AccessLimitTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Headers_that_take_longer_than_ten_seconds_are_given_up()
    {
        if (!Place.IsFull) { return; }

        var watch = Stopwatch.StartNew();
        using var socket = await RawHttp.ConnectAsync(RawHttp.Tcp(quiet.Server.Url.Port));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: {quiet.Server.Url.Authority}\r\n"));
        using var drip = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var answer = RawHttp.ExchangeAsync(socket, "X-Slow: ", new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        while (!answer.IsCompleted && await drip.WaitForNextTickAsync())
        {
            try { await socket.SendAsync("a"u8.ToArray()); }
            catch (SocketException) { break; }
            catch (ObjectDisposedException) { break; }
        }

        Assert.Equal(408, (await answer).Status);
        Assert.InRange(watch.Elapsed.TotalSeconds, 9, 13);
    }

    [Fact]
    public async Task Two_hundred_readers_that_do_not_read_are_dropped_and_cost_less_than_50_MB()
    {
        if (!Place.IsFull) { return; }

        for (var task = 1; task <= 50; task++) { await quiet.Api.PostAsync("tasks", new { title = $"Task {task} of a busy board" }); }
        var page = await PageClient.LogInAsync(quiet.Server);
        var before = await FloodAsync(page);
        var streams = new List<Socket>();
        for (var login = 1; login <= 4; login++)
        {
            var browser = await PageClient.LogInAsync(quiet.Server);
            for (var stream = 1; stream <= 50; stream++)
            {
                var (socket, first) = await RawHttp.OpenStreamAsync(RawHttp.Tcp(quiet.Server.Url.Port), RawHttp.Request("GET", "/events", [browser.Cookie, "Sec-Fetch-Site: same-origin"], "", quiet.Server.Url.Authority));
                Assert.Equal(200, first.Status);
                streams.Add(socket);
            }
        }

        var most = await FloodAsync(page);
        await Task.WhenAll(streams.Select(stream => RawHttp.EndedAsync(stream, TimeSpan.FromSeconds(5))));
        streams.ForEach(stream => stream.Dispose());
        Console.WriteLine($"200 readers that do not read: at most {before:0} MB without them, at most {most:0} MB with them");
        Assert.True(most - before < 50, $"RSS went from {before:0} to {most:0} MB.");
    }

    /// <summary>Changes the board all the time; the most memory the server had meanwhile.</summary>
    private async Task<double> FloodAsync(PageClient page)
    {
        var most = 0.0;
        var watch = Stopwatch.StartNew();
        for (var change = 0; watch.Elapsed < Flood; change++)
        {
            Assert.Equal(200, (await page.ChangeAsync("PUT", "/tasks/1", new { title = $"Change {change}" })).Status);
            most = Math.Max(most, RunningProcesses.ResidentMegabytes(quiet.Server.Id));
        }

        return most;
    }
}
