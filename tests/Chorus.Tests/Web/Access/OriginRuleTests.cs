namespace Chorus.Tests.Web.Access;

/// <summary>Threats S2, S3, S6 and S38: a page of anyone else changes nothing and reads no stream, even with our cookie.</summary>
public sealed class OriginRuleTests : IAsyncLifetime
{
    private AccessServer server = null!;
    private LoggedIn browser = null!;

    public async Task InitializeAsync()
    {
        server = await AccessServer.StartAsync(["dev-box"]);
        browser = await server.LogInAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public static TheoryData<string> ForeignOrigins() =>
    [
        "http://127.0.0.1:3000", "http://localhost:3000", "null", "http://127.0.0.1:P.evil.example", "https://127.0.0.1:P", "http://127.0.0.1", "http://evil.example",
        "http://localhost:P", "http://dev-box:P", "https://dev-box", "http://127.0.0.1:P/", "HTTP://127.0.0.1:P", "http://u@127.0.0.1:P", "",
    ];

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task A_change_from_a_foreign_origin_is_refused(string origin)
    {
        var answer = await ChangeAsync($"Origin: {Filled(origin)}");
        AssertRefused(answer);
    }

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task A_stream_or_web_socket_for_a_foreign_origin_is_refused(string origin)
    {
        AssertRefused(await server.GetAsync("/events", $"Cookie: {browser.Cookie}", $"Origin: {Filled(origin)}"));
        AssertRefused(await server.GetAsync(
            "/data", $"Cookie: {browser.Cookie}", $"Origin: {Filled(origin)}", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    }

    [Fact]
    public async Task A_change_without_an_origin_is_refused() => AssertRefused(await ChangeAsync());

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("QUERY")]
    public async Task Every_method_but_get_and_head_needs_an_origin(string method) =>
        AssertRefused(await server.SendAsync(method, "/change", [$"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}"], ""));

    [Fact]
    public async Task Two_origins_are_refused() => AssertRefused(await ChangeAsync($"Origin: {server.Origin}", "Origin: http://evil.example"));

    [Fact]
    public async Task A_stream_that_does_not_say_where_it_is_read_is_refused()
    {
        AssertRefused(await server.GetAsync("/events", $"Cookie: {browser.Cookie}"));
        AssertRefused(await server.GetAsync("/data", $"Cookie: {browser.Cookie}", "Accept: text/event-stream"));
        AssertRefused(await server.GetAsync("/data", $"Cookie: {browser.Cookie}", "Upgrade: websocket"));
    }

    [Theory]
    [InlineData("same-site")]
    [InlineData("cross-site")]
    [InlineData("none")]
    [InlineData("same-origin, cross-site")]
    [InlineData("strange")]
    [InlineData("")]
    public async Task A_change_that_the_browser_calls_foreign_is_refused(string site) =>
        AssertRefused(await ChangeAsync($"Origin: {server.Origin}", $"Sec-Fetch-Site: {site}"));

    [Theory]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("cross-site", "no-cors", "script")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("same-site", "navigate", "iframe")]
    [InlineData("same-site", "navigate", "object")]
    public async Task A_read_that_the_browser_calls_foreign_is_refused(string site, string mode, string destination)
    {
        foreach (var path in new[] { "/", "/data", "/events", "/asset.js", "/login" })
        {
            AssertRefused(await server.GetAsync(path, $"Cookie: {browser.Cookie}", $"Sec-Fetch-Site: {site}", $"Sec-Fetch-Mode: {mode}", $"Sec-Fetch-Dest: {destination}"));
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData("same-origin")]
    public async Task A_link_from_anywhere_may_open_a_page_but_not_post(string site)
    {
        string[] headers = [$"Cookie: {browser.Cookie}", $"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
        Assert.Equal(200, (await server.GetAsync("/", headers)).Status);
        AssertRefused(await server.SendAsync("POST", "/change", [.. headers, $"X-Chorus-Key: {browser.Key}"], ""));
    }

    [Fact]
    public async Task Our_own_page_changes_and_streams()
    {
        Assert.Equal(200, (await ChangeAsync($"Origin: {server.Origin}")).Status);
        Assert.Equal(200, (await ChangeAsync($"Origin: {server.Origin}", "Sec-Fetch-Site: same-origin")).Status);
        Assert.Equal(2, server.Changes);
        var (byOrigin, first) = await server.OpenStreamAsync($"Cookie: {browser.Cookie}", $"Origin: {server.Origin}");
        var (byMetadata, second) = await server.OpenStreamAsync($"Cookie: {browser.Cookie}", "Sec-Fetch-Site: same-origin");
        using (byOrigin)
        using (byMetadata)
        {
            Assert.Equal(200, first.Status);
            Assert.Equal(200, second.Status);
        }
    }

    [Fact]
    public async Task A_page_under_a_configured_name_changes_under_that_name_only()
    {
        string[] behindTls = ["Host: dev-box", "Origin: https://dev-box"];
        Assert.Equal(200, (await ChangeAsync([$"Host: dev-box:{server.Port}", $"Origin: http://dev-box:{server.Port}"])).Status);
        Assert.Equal(200, (await ChangeAsync(behindTls)).Status);
        AssertRefused(await ChangeAsync(["Host: dev-box", "Origin: http://dev-box"]), changes: 2);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/change")]
    [InlineData("/login")]
    [InlineData("/hooks/claude")]
    public async Task A_foreign_preflight_is_refused(string path)
    {
        var answer = await server.SendAsync("OPTIONS", path, ["Origin: http://evil.example", "Access-Control-Request-Method: POST"], "");
        Assert.Equal(403, answer.Status);
        AssertNoCors(answer);
    }

    [Fact]
    public async Task No_answer_ever_invites_a_foreign_page()
    {
        AssertNoCors(await ChangeAsync($"Origin: {server.Origin}"));
        AssertNoCors(await server.GetAsync("/healthz", $"Origin: {server.Origin}"));
        AssertNoCors(await server.SendAsync("OPTIONS", "/change", [$"Origin: {server.Origin}", $"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}"], ""));
    }

    [Fact]
    public async Task Even_a_login_needs_our_own_page()
    {
        var body = $$"""{"token":"{{server.Token}}"}""";
        AssertRefused(await server.SendAsync("POST", "/login", ["Content-Type: application/json"], body));
        AssertRefused(await server.PostJsonAsync("/login", body, "Origin: http://127.0.0.1:3000"));
    }

    [Fact]
    public async Task A_captured_cookie_and_a_scraped_page_change_nothing_from_another_port()
    {
        var page = await server.GetAsync("/", $"Cookie: {browser.Cookie}");
        Assert.DoesNotContain(browser.Key, page.Body, StringComparison.Ordinal);
        AssertRefused(await server.SendAsync("POST", "/change", [$"Cookie: {browser.Cookie}", "Origin: http://127.0.0.1:3000", "Sec-Fetch-Site: same-site"], ""));
        // A server beside us forges every header, but has not got the key.
        AssertRefused(await server.SendAsync("POST", "/change", [$"Cookie: {browser.Cookie}", $"Origin: {server.Origin}"], ""));
    }

    private Task<RawAnswer> ChangeAsync(params string[] headers) =>
        server.SendAsync("POST", "/change", [$"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}", .. headers], "");

    private string Filled(string origin) => origin.Replace(":P", $":{server.Port}", StringComparison.Ordinal);

    private void AssertRefused(RawAnswer answer, int changes = 0)
    {
        Assert.Equal(403, answer.Status);
        Assert.Equal(changes, server.Changes);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        AssertNoCors(answer);
    }

    private static void AssertNoCors(RawAnswer answer) =>
        Assert.DoesNotContain(answer.Headers, header => header.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
