using System.Text;
using Chorus.Commands;

namespace Chorus.Tests.Commands;

public sealed class HookRelayTests : IDisposable
{
    private const string Allow = """{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}""";
    private const string Payload = """{"hook_event_name":"PermissionRequest","tool_name":"Bash"}""";
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-hook-").FullName;
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));

    private string Socket => Path.Combine(folder, "server.sock");

    public void Dispose()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_answer_of_the_server_is_printed_byte_for_byte()
    {
        await using var server = new UnixServer(Socket, UnixServer.Reply(200, Allow));
        Assert.Equal(Allow, await RelayAsync(wait: true));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /hooks/claude HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer secret\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Chorus-Task: 7\r\n", request, StringComparison.Ordinal);
        Assert.Matches("\r\nX-Chorus-Request: [0-9a-f]{32}\r\n", request);
        Assert.EndsWith("\r\n\r\n" + Payload, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_answer_is_put_together()
    {
        var chunked = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{Allow[..5]}\r\n{Allow.Length - 5:x}\r\n{Allow[5..]}\r\n0\r\n\r\n";
        await using var server = new UnixServer(Socket, chunked);
        Assert.Equal(Allow, await RelayAsync(wait: true));
    }

    [Fact]
    public async Task A_waiting_hook_finds_the_server_that_comes_up_later()
    {
        var relaying = RelayAsync(wait: true);
        Assert.False(relaying.IsCompleted);
        await using var server = new UnixServer(Socket, UnixServer.Reply(200, Allow));
        Assert.Equal(Allow, await relaying);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_the_wait_is_asked_again_with_the_same_request_id()
    {
        var asked = new TaskCompletionSource();
        var first = new UnixServer(Socket, async (_, stopping) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
            return "";
        });
        var relaying = RelayAsync(wait: true);
        await asked.Task.WaitAsync(limit.Token);
        await first.DisposeAsync();

        await using var second = new UnixServer(Socket, UnixServer.Reply(200, Allow));
        Assert.Equal(Allow, await relaying);
        Assert.Equal(RequestId(Assert.Single(first.Requests)), RequestId(Assert.Single(second.Requests)));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"hookSpecificOutput\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"hoo\r\n")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")]
    public async Task Half_an_answer_or_a_busy_server_is_never_an_answer_and_is_asked_again(string half)
    {
        var answers = 0;
        await using var server = new UnixServer(Socket, (_, _) =>
            Task.FromResult(Interlocked.Increment(ref answers) == 1 ? half : UnixServer.Reply(200, Allow)));
        Assert.Equal(Allow, await RelayAsync(wait: true));
        Assert.Equal(2, answers);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(401, Allow)]
    [InlineData(404, Allow)]
    [InlineData(410, Allow)]
    [InlineData(500, Allow)]
    [InlineData(200, "")]
    [InlineData(200, "\"allow\"")]
    [InlineData(200, "{\"decision\":")]
    [InlineData(200, "{}{}")]
    [InlineData(200, "<html>")]
    public async Task Anything_but_a_whole_JSON_answer_leaves_the_terminal_dialog_alone(int status, string body)
    {
        await using var server = new UnixServer(Socket, UnixServer.Reply(status, body));
        Assert.Equal("", await RelayAsync(wait: true));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{}")]
    public async Task An_answer_that_is_not_HTTP_prints_nothing(string answer)
    {
        await using var server = new UnixServer(Socket, answer);
        Assert.Equal("", await RelayAsync(wait: true));
    }

    [Fact]
    public async Task Without_wait_an_absent_server_is_not_waited_for()
    {
        Assert.Equal("", await RelayAsync(wait: false));
    }

    [Fact]
    public async Task Without_wait_a_silent_server_is_left_after_a_short_time()
    {
        await using var server = new UnixServer(Socket, async (_, stopping) =>
        {
            await Task.Delay(Timeout.Infinite, stopping);
            return "";
        });
        Assert.Equal("", await RelayAsync(wait: false));
    }

    [Fact]
    public async Task A_session_that_Chorus_did_not_start_is_left_alone()
    {
        Assert.Equal("", await RelayAsync(wait: true, environment: _ => null));
    }

    [Fact]
    public async Task A_payload_over_one_megabyte_is_not_sent()
    {
        await using var server = new UnixServer(Socket, UnixServer.Reply(200, Allow));
        Assert.Equal("", await RelayAsync(wait: true, payload: new string('x', (1024 * 1024) + 1)));
        Assert.Empty(server.Requests);
    }

    private static string RequestId(string request) =>
        request.Split("\r\n").Single(line => line.StartsWith("X-Chorus-Request:", StringComparison.Ordinal));

    private async Task<string> RelayAsync(bool wait, string payload = Payload, Func<string, string?>? environment = null)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(payload));
        using var output = new MemoryStream();
        var exit = await HookRelay.RunAsync(wait, input, output, environment ?? Variable, TimeProvider.System, limit.Token);
        Assert.Equal(0, exit);
        Assert.False(limit.IsCancellationRequested, "the relay did not end by itself");
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private string? Variable(string name) => name switch
    {
        "CHORUS_HOOK_SOCKET" => Socket,
        "CHORUS_HOOK_TOKEN" => "secret",
        "CHORUS_TASK_ID" => "7",
        _ => null,
    };
}
