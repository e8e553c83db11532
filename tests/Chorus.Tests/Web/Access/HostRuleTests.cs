namespace Chorus.Tests.Web.Access;

/// <summary>Threat S1: only requests that name this server exactly get an answer.</summary>
public sealed class HostRuleTests : IAsyncLifetime
{
    private AccessServer server = null!;

    public async Task InitializeAsync() => server = await AccessServer.StartAsync(["dev-box", "fd00::1"]);

    public async Task DisposeAsync() => await server.DisposeAsync();

    public static TheoryData<string, string> ForeignHostsOnEveryKindOfRoute()
    {
        string[] hosts =
        [
            "evil.example:P", "evil.example", "127.0.0.1.nip.io:P", "a.localhost", "a.localhost:P", "0.0.0.0:P", "127.1", "127.1:P", "", "localhost@evil.example",
            "localhost@evil.example:P", "localhost", "127.0.0.1", "127.0.0.1:1", "localhost.:P", "[::1]", "::1", "[::]:P", "dev-box:1", "dev-box.evil.example:P", "127.0.0.1:P,evil.example",
        ];
        string[] routes = ["GET /", "GET /data", "GET /events", "GET /healthz", "GET /asset.js", "GET /login", "POST /login", "POST /change", "POST /hooks/claude", "POST /machine", "GET /unknown"];
        var data = new TheoryData<string, string>();
        foreach (var host in hosts.Skip(1))
        {
            data.Add(host, "GET /healthz");
        }

        foreach (var route in routes)
        {
            data.Add("evil.example:P", route);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ForeignHostsOnEveryKindOfRoute))]
    public async Task A_foreign_host_gets_nothing(string host, string route)
    {
        var name = host.Replace("P", $"{server.Port}", StringComparison.Ordinal);
        var answer = await server.SendAsync(route.Split(' ')[0], route.Split(' ')[1], [$"Host: {name}", "X-Forwarded-Host: localhost", $"Origin: http://{name}"], "");
        AssertRefused(answer);
    }

    [Fact]
    public async Task Without_a_host_in_http_1_0_there_is_no_answer() =>
        AssertRefused(await server.SendRawAsync("GET /healthz HTTP/1.0\r\n\r\n"));

    [Fact]
    public async Task Without_a_host_in_http_1_1_there_is_no_answer() =>
        AssertRefused(await server.SendRawAsync("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"));

    [Fact]
    public async Task Two_hosts_are_refused() =>
        AssertRefused(await server.SendRawAsync($"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1.1", "Host: 127.0.0.1:P\r\n")]
    [InlineData("HTTP/1.1", "Host: evil.example:P\r\n")]
    [InlineData("HTTP/1.0", "")]
    [InlineData("HTTP/1.0", "Host: 127.0.0.1:P\r\n")]
    public async Task An_absolute_request_line_that_names_another_host_is_refused(string version, string host)
    {
        var header = host.Replace("P", $"{server.Port}", StringComparison.Ordinal);
        AssertRefused(await server.SendRawAsync($"GET http://evil.example:{server.Port}/healthz {version}\r\n{header}Connection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("127.0.0.1:P")]
    [InlineData("localhost:P")]
    [InlineData("LOCALHOST:P")]
    [InlineData("[::1]:P")]
    [InlineData("dev-box:P")]
    [InlineData("dev-box")]
    [InlineData("[fd00::1]:P")]
    public async Task Our_own_names_get_an_answer(string host)
    {
        var name = host.Replace(":P", $":{server.Port}", StringComparison.Ordinal);
        Assert.Equal(200, (await server.GetAsync("/healthz", $"Host: {name}")).Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task A_page_opened_under_another_loopback_name_moves_to_the_canonical_address(string name)
    {
        var answer = await server.GetAsync("/data?a=%20b", $"Host: {name}:{server.Port}", "Accept: text/html");
        Assert.Equal(307, answer.Status);
        Assert.Equal($"{server.Origin}/data?a=%20b", answer.Header("Location"));
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_opened_under_a_configured_name_stays_there() =>
        Assert.Equal(302, (await server.GetAsync("/data", $"Host: dev-box:{server.Port}", "Accept: text/html")).Status);

    [Fact]
    public async Task The_unix_socket_asks_for_no_host() =>
        Assert.Equal(200, (await server.SendLocalAsync("GET", "/data", "Host: anything")).Status);

    private static void AssertRefused(RawAnswer answer)
    {
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.Null(answer.Header("Location"));
        Assert.Null(answer.Header("Set-Cookie"));
    }
}
