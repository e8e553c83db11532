using System.Globalization;
using Chorus.Configuration;
using Chorus.Web;

namespace Chorus.Tests.Commands.Doctor;

public sealed class ServerCheckTests : IDisposable
{
    private readonly DoctorPlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task A_server_that_runs_is_named_by_its_address_and_process()
    {
        using var held = ServerLock.TryTake(place.State.Lock);
        await using var server = new UnixServer(place.State.ServerSocket, Answer(ServerEndpoints.Version));
        Assert.Equal(new Said("ok", "http://127.0.0.1:8000 (pid 4711) holds the lock", null), await place.AskAsync("server"));
        Assert.StartsWith("GET /server ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_version_is_told()
    {
        using var held = ServerLock.TryTake(place.State.Lock);
        await using var server = new UnixServer(place.State.ServerSocket, Answer("0.0.1"));
        var finding = await place.AskAsync("server");
        Assert.Equal("warn", finding.Status);
        Assert.Contains("0.0.1", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_lock_is_gone_is_told()
    {
        await using var server = new UnixServer(place.State.ServerSocket, Answer(ServerEndpoints.Version));
        var finding = await place.AskAsync("server");
        Assert.Equal("warn", finding.Status);
        Assert.Contains("its lock is gone", finding.What, StringComparison.Ordinal);
        Assert.False(File.Exists(place.State.Lock));
    }

    [Fact]
    public async Task A_server_that_never_answers_fails_and_is_named_by_what_it_wrote_down()
    {
        StateFolder.WritePrivate(place.State.ServerJson, $$"""{"pid":{{Environment.ProcessId}},"url":"http://127.0.0.1:1"}""");
        using var held = ServerLock.TryTake(place.State.Lock);
        await using var server = new UnixServer(place.State.ServerSocket, async (_, stopping) =>
        {
            place.Clock.Advance(TimeSpan.FromSeconds(4));
            await Task.Delay(Timeout.Infinite, stopping);
            return "";
        });
        var finding = await place.AskAsync("server");
        Assert.Equal("fail", finding.Status);
        Assert.Contains("no answer within 3 s", finding.What, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_is_held_without_a_socket_is_told()
    {
        using (ServerLock.TryTake(place.State.Lock))
        {
            var finding = await place.AskAsync("server");
            Assert.Equal("warn", finding.Status);
            Assert.Contains("holds the lock", finding.What, StringComparison.Ordinal);
        }

        // The file of a lock that nobody holds any more is no lock.
        Assert.True(File.Exists(place.State.Lock));
        Assert.Equal(new Said("ok", "none runs; start it with: chorus serve", null), await place.AskAsync("server"));
    }

    private static string Answer(string version) => UnixServer.Reply(200, $$"""{"pid":4711,"url":"http://127.0.0.1:8000","version":"{{version}}"}""");
}
