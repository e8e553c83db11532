using Chorus.Web.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S7, S12, S25 and S35: who reaches which endpoint, and with what headers the answers come.</summary>
public sealed class AudienceTests : IAsyncLifetime
{
    private AccessServer server = null!;

    public async Task InitializeAsync() => server = await AccessServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Every_endpoint_is_closed_to_a_stranger_unless_it_says_otherwise()
    {
        var seen = 0;
        foreach (var endpoint in server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Audience() is Audience.Browser or Audience.Local))
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var answer = await server.SendAsync(method, endpoint.RoutePattern.RawText!, [], "");
            Assert.Equal(401, answer.Status);
            Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
            seen++;
        }

        Assert.True(seen >= 8);
        Assert.Equal(0, server.Changes);
    }

    [Fact]
    public async Task Unknown_paths_and_methods_tell_a_stranger_nothing()
    {
        Assert.Equal(401, (await server.GetAsync("/unknown")).Status);
        Assert.Equal(401, (await server.SendAsync("DELETE", "/data", [], "")).Status);
        var browser = await server.LogInAsync();
        Assert.Equal(404, (await server.GetAsync("/unknown", $"Cookie: {browser.Cookie}")).Status);
    }

    [Theory]
    [InlineData("/", "/login")]
    [InlineData("/data", "/login?next=%2Fdata")]
    [InlineData("/data?a=b%20c", "/login?next=%2Fdata%3Fa%3Db%2520c")]
    [InlineData("//evil.example/a", "/login")]
    [InlineData("/unknown", "/login?next=%2Funknown")]
    public async Task A_person_without_a_session_is_led_to_the_login(string path, string location)
    {
        foreach (var headers in new string[][] { ["Accept: text/html"], ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"] })
        {
            var answer = await server.GetAsync(path, headers);
            Assert.Equal(302, answer.Status);
            Assert.Equal(location, answer.Header("Location"));
            Assert.Equal("", answer.Body);
        }
    }

    [Fact]
    public async Task A_refusal_is_one_problem_in_json()
    {
        var answer = await server.GetAsync("/data");
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        Assert.Equal(401, answer.Json().GetProperty("status").GetInt32());
        Assert.NotEmpty(answer.Json().GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/asset.js")]
    [InlineData("/login")]
    public async Task Public_endpoints_answer_anyone(string path) => Assert.Equal(200, (await server.GetAsync(path)).Status);

    [Fact]
    public async Task An_agent_needs_no_session_but_must_not_be_a_page()
    {
        Assert.Equal(200, (await server.SendAgentAsync("POST", "/hooks/claude", "Authorization: Bearer task-secret")).Status);
        Assert.Equal(403, (await server.SendAgentAsync("POST", "/hooks/claude", "Origin: http://evil.example")).Status);
        Assert.Equal(403, (await server.SendAgentAsync("POST", "/hooks/claude", "Origin: null")).Status);
        Assert.Equal(1, server.Changes);
    }

    [Fact]
    public async Task Hooks_arrive_nowhere_but_on_the_socket_of_the_agents()
    {
        Assert.Equal(403, (await server.SendAsync("POST", "/hooks/claude", ["Authorization: Bearer task-secret"], "")).Status);
        Assert.Equal(403, (await server.SendLocalAsync("POST", "/hooks/claude", "Authorization: Bearer task-secret")).Status);
        Assert.Equal(403, (await server.SendAsync("POST", "/hooks/claude", ["Sec-Fetch-Site: cross-site"], "")).Status);
        Assert.Equal(0, server.Changes);
    }

    [Theory]
    [InlineData("GET", "/data")]
    [InlineData("POST", "/change")]
    [InlineData("POST", "/machine")]
    [InlineData("POST", "/login/codes")]
    [InlineData("POST", "/token/rotation")]
    [InlineData("POST", "/login")]
    [InlineData("GET", "/healthz")]
    [InlineData("GET", "/unknown")]
    public async Task The_socket_of_the_agents_opens_nothing_but_hooks(string method, string path)
    {
        var token = server.Token;
        Assert.Equal(403, (await server.SendAgentAsync(method, path)).Status);
        Assert.Equal(403, (await server.SendAgentAsync(method, path, "Authorization: Bearer task-secret")).Status);
        Assert.Equal(0, server.Changes);
        Assert.Equal(token, server.Token);
    }

    [Fact]
    public async Task A_hook_secret_opens_no_other_door()
    {
        Assert.Equal(403, (await server.GetAsync("/data", "Authorization: Bearer task-secret")).Status);
        Assert.Equal(403, (await server.SendAsync("POST", "/change", ["Authorization: bearer task-secret"], "")).Status);
        Assert.Equal(403, (await server.SendLocalAsync("POST", "/change", "Authorization: Bearer task-secret")).Status);
        Assert.Equal(0, server.Changes);
    }

    [Fact]
    public async Task The_unix_socket_reaches_everything_without_a_session()
    {
        Assert.Equal(200, (await server.SendLocalAsync("GET", "/data")).Status);
        Assert.Equal(200, (await server.SendLocalAsync("POST", "/change")).Status);
        Assert.Equal(200, (await server.SendLocalAsync("POST", "/machine")).Status);
        Assert.Equal(2, server.Changes);
        Assert.Equal(403, (await server.SendLocalAsync("POST", "/login")).Status);
    }

    [Theory]
    [InlineData("/machine")]
    [InlineData("/login/codes")]
    [InlineData("/token/rotation")]
    public async Task What_belongs_to_the_machine_is_closed_even_to_a_browser_that_logged_in(string path)
    {
        var (browser, token) = (await server.LogInAsync(), server.Token);
        var answer = await server.SendAsync("POST", path, [$"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}", $"Origin: {server.Origin}"], "");
        Assert.Equal(403, answer.Status);
        Assert.Equal(0, server.Changes);
        Assert.Equal(token, server.Token);
    }

    [Fact]
    public async Task Every_page_comes_with_the_headers_that_contain_it()
    {
        var browser = await server.LogInAsync();
        foreach (var page in new[] { await server.GetAsync("/", $"Cookie: {browser.Cookie}"), await server.GetAsync("/login") })
        {
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                page.Header("Content-Security-Policy"));
            Assert.Equal("DENY", page.Header("X-Frame-Options"));
            Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
            Assert.Equal("same-origin", page.Header("Referrer-Policy"));
            Assert.Equal("same-origin", page.Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", page.Header("Cross-Origin-Resource-Policy"));
            Assert.Equal("no-store", page.Header("Cache-Control"));
            Assert.Null(page.Header("Server"));
        }
    }

    [Fact]
    public async Task Only_assets_that_say_so_are_cached()
    {
        Assert.Equal("max-age=31536000, immutable", (await server.GetAsync("/asset.js")).Header("Cache-Control"));
        Assert.Equal("nosniff", (await server.GetAsync("/asset.js")).Header("X-Content-Type-Options"));
        Assert.Equal("no-store", (await server.GetAsync("/healthz")).Header("Cache-Control"));
        Assert.Equal("no-store", (await server.GetAsync("/data")).Header("Cache-Control"));
        Assert.Equal("no-store", (await server.GetAsync("/data", "Accept: text/html")).Header("Cache-Control"));
    }

    [Fact]
    public void Slow_headers_and_large_bodies_have_a_limit()
    {
        var kestrel = new KestrelServerOptions();
        AccessLimits.Apply(kestrel);
        Assert.Equal(TimeSpan.FromSeconds(10), kestrel.Limits.RequestHeadersTimeout);
        Assert.Equal(1024 * 1024, kestrel.Limits.MaxRequestBodySize);
    }

    [Fact]
    public async Task A_head_request_is_judged_like_the_read_it_stands_for()
    {
        var browser = await server.LogInAsync();
        Assert.Equal(401, (await server.SendAsync("HEAD", "/data", [], "")).Status);
        Assert.Equal(400, (await server.SendAsync("HEAD", "/data", ["Host: evil.example", $"Cookie: {browser.Cookie}"], "")).Status);
        Assert.Equal(403, (await server.SendAsync("HEAD", "/data", [$"Cookie: {browser.Cookie}", "Origin: http://evil.example"], "")).Status);
    }

    [Fact]
    public async Task Too_large_headers_are_refused() =>
        Assert.Equal(431, (await server.GetAsync("/healthz", $"X-Large: {new string('a', 33 * 1024)}")).Status);
}
