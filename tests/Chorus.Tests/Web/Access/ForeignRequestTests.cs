using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S1, S2, S3, S4, S6 and S38 on every route the product has: what does not come from a page of ours gets nothing and changes nothing.</summary>
[Collection(ProductGroup.Name)]
public sealed class ForeignRequestTests(ProductServer server)
{
    private static readonly string[] ForeignHosts =
    [
        "evil.example:P", "evil.example", "127.0.0.1.nip.io:P", "a.localhost", "a.localhost:P", "0.0.0.0:P", "0.0.0.0", "127.1", "127.1:P", "", " ", "localhost@evil.example",
        "localhost@evil.example:P", "127.0.0.1:P@evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "localhost.:P", "[::1]", "::1", "[::]:P", "127.0.0.1:P,evil.example", "2130706433:P", "0x7f.1:P",
    ];

    private static readonly string[] ForeignOrigins =
    [
        "Origin: http://127.0.0.1:3000", "Origin: http://localhost:3000", "Origin: null", "Origin: http://127.0.0.1:P.evil.example", "Origin: https://127.0.0.1:P", "Origin: http://127.0.0.1",
        "Origin: http://localhost:P", "Origin: http://evil.example", "Origin: http://127.0.0.1:P/", "Origin: ", "X-No-Origin: 1",
    ];

    /// <summary>Every way to send the address of another host that the server itself can read.</summary>
    private static readonly string[] ForeignRequests =
    [
        "M T HTTP/1.0\r\n\r\n",
        "M T HTTP/1.1\r\nConnection: close\r\n\r\n",
        "M T HTTP/1.1\r\nHost: 127.0.0.1:P\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "M T HTTP/1.1\r\nHost: 127.0.0.1:P\r\nHost: 127.0.0.1:P\r\nConnection: close\r\n\r\n",
        "M http://evil.example:PT HTTP/1.1\r\nHost: evil.example:P\r\nConnection: close\r\n\r\n",
        "M http://evil.example:PT HTTP/1.1\r\nHost: 127.0.0.1:P\r\nConnection: close\r\n\r\n",
        "M http://evil.example:PT HTTP/1.0\r\n\r\n",
        "M T HTTP/1.1\r\nHost: evil.example:P\r\nX-Forwarded-Host: localhost\r\nX-Forwarded-Host: 127.0.0.1:P\r\nForwarded: host=127.0.0.1\r\nConnection: close\r\n\r\n",
    ];

    [Fact]
    public async Task A_foreign_host_reaches_no_route()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        foreach (var route in ProductRoute.All(server))
        {
            var method = route.Method == ProductRoute.Any ? "PATCH" : route.Method;
            foreach (var host in ForeignHosts.Select(Filled))
            {
                AssertNoHost(route, host, await server.SendAsync(method, route.Path(scene), [$"Host: {host}", "X-Forwarded-Host: localhost", $"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}", $"Origin: http://{host}"]));
            }

            foreach (var request in ForeignRequests)
            {
                var text = Filled(request).Replace("M ", method + " ", StringComparison.Ordinal);
                text = text.Replace($":{server.Port}T ", $":{server.Port}{route.Path(scene)} ", StringComparison.Ordinal).Replace(" T ", $" {route.Path(scene)} ", StringComparison.Ordinal);
                AssertNoHost(route, text, await server.SendRawAsync(text));
            }
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task A_change_from_a_foreign_origin_is_refused_on_every_route()
    {
        await RefusedEverywhereAsync(ForeignOrigins.Select(Filled), origin => [origin]);
    }

    [Fact]
    public async Task A_change_that_the_browser_calls_foreign_is_refused_on_every_route() => await RefusedEverywhereAsync(
        ["same-site", "cross-site", "none", "same-origin, cross-site", ""], site => [$"Origin: {server.Origin}", $"Sec-Fetch-Site: {site}"]);

    [Fact]
    public async Task A_change_without_the_key_of_its_own_login_is_refused_on_every_route()
    {
        var (other, ended) = (await server.LogInAsync(), await server.LogInAsync());
        Assert.Equal(204, (await server.SendAsync("POST", "/logout", server.Proofs(ended))).Status);
        string[] keys = ["X-No-Key: 1", "X-Chorus-Key: ", $"X-Chorus-Key: {other.Key}", $"X-Chorus-Key: {ended.Key}", $"X-Chorus-Key: {server.Token}", $"X-Chorus-Key: {other.Key}\r\nX-Chorus-Key: {ended.Key}"];
        await RefusedEverywhereAsync(keys, key => [$"Origin: {server.Origin}", "Sec-Fetch-Site: same-origin", key], withKey: false, but: "POST /login");
    }

    /// <summary>What a development server on another port has: our cookie, which browsers hand to every port, and a page of ours that it fetched with it.</summary>
    [Fact]
    public async Task A_captured_cookie_and_a_scraped_page_change_nothing_on_any_route()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var page = (await server.GetAsync($"/tasks/{scene.Running}", $"Cookie: {browser.Cookie}", "Accept: text/html")).Body;
        Assert.Contains("npm test", page, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Key, page, StringComparison.Ordinal);
        var hash = (await server.GetAsync("/permissions", $"Cookie: {browser.Cookie}", "Accept: application/json")).Json().EnumerateArray().First(one => one.GetProperty("id").GetString() == scene.Request).GetProperty("hash").GetString();
        var before = await ProductState.ReadAsync(server);
        foreach (var forged in new string[][] { ["Origin: http://127.0.0.1:3000", "Sec-Fetch-Site: same-site"], [$"Origin: {server.Origin}"], [$"Origin: {server.Origin}", "Sec-Fetch-Site: same-origin", "HX-Request: true"] })
        {
            foreach (var route in Changes())
            {
                var answer = await server.SendAsync(route.Method, route.Path(scene), [.. forged, $"Cookie: {browser.Cookie}", "Content-Type: application/x-www-form-urlencoded"], $"title=x&text=x&outcome=failed&decision=allow&hash={hash}");
                Assert.True(answer.Status == 403 || (route.ToString() == "POST /login" && answer.Status == 415), $"{route} was answered {answer.Status}.");
            }
        }

        await ProductState.AssertSameAsync(server, before);
        Assert.False(scene.Answer.IsCompleted);
    }

    [Fact]
    public async Task A_read_that_the_browser_calls_foreign_gets_nothing_unless_it_opens_a_page()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        foreach (var route in ProductRoute.All(server).Where(route => route.IsRead))
        {
            foreach (var site in new[] { "same-site", "cross-site" })
            {
                foreach (var (mode, destination) in new[] { ("cors", "empty"), ("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("navigate", "object"), ("websocket", "websocket") })
                {
                    var answer = await server.GetAsync(route.Path(scene), $"Cookie: {browser.Cookie}", $"Sec-Fetch-Site: {site}", $"Sec-Fetch-Mode: {mode}", $"Sec-Fetch-Dest: {destination}");
                    Assert.True(answer.Status == 403, $"{route} from {site} as {destination} was answered {answer.Status}.");
                }
            }
        }

        string[] link = [$"Cookie: {browser.Cookie}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
        Assert.Equal(200, (await server.GetAsync($"/tasks/{scene.Running}", link)).Status);
    }

    [Fact]
    public async Task A_stream_is_opened_for_our_own_page_only()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        foreach (var route in ProductRoute.Pages(server).Where(route => route is { IsRead: true, Audience: Audience.Browser }))
        {
            foreach (var how in route.IsStream ? new[] { "Accept: */*" } : ["Accept: text/event-stream", "Upgrade: websocket"])
            {
                foreach (var origin in ForeignOrigins.Select(Filled))
                {
                    var answer = await server.GetAsync(route.Path(scene), $"Cookie: {browser.Cookie}", origin, how);
                    Assert.True(answer.Status == 403, $"{route} with {how} for {origin} was answered {answer.Status}.");
                }
            }
        }
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_on_every_route_that_reads_one()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        string[] routes = ["POST /tasks", $"PUT /tasks/{scene.Pending}", $"POST /tasks/{scene.Running}/messages", $"POST /tasks/{scene.Running}/outcome", $"POST /permissions/{scene.Request}/decision", "POST /login"];
        var before = await ProductState.ReadAsync(server);
        foreach (var route in routes.Select(route => route.Split(' ')))
        {
            foreach (var type in new[] { "Content-Type: text/plain", "Content-Type: text/plain; charset=application/json", "Content-Type: multipart/form-data; boundary=x", "Content-Type: ", "X-No-Type: 1" })
            {
                var answer = await server.SendAsync(route[0], route[1], [.. server.Proofs(browser), type], """{"title":"x","text":"x","outcome":"failed","decision":"allow"}""");
                Assert.True(answer.Status == 415, $"{route[0]} {route[1]} with {type} was answered {answer.Status}: {answer.Body}");
            }
        }

        Assert.Equal(415, (await server.SendAsync("POST", "/login", [.. server.Proofs(browser), "Content-Type: application/x-www-form-urlencoded"], $"token={server.Token}")).Status);
        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task A_foreign_preflight_is_refused_on_every_route()
    {
        var scene = await server.SceneAsync();
        foreach (var route in ProductRoute.All(server))
        {
            var answer = await server.SendAsync("OPTIONS", route.Path(scene), ["Origin: http://evil.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-chorus-key"]);
            Assert.True(answer.Status is 403 or 405, $"{route} was answered {answer.Status}.");
        }
    }

    private IEnumerable<ProductRoute> Changes() => ProductRoute.Pages(server).Where(route => !route.IsRead && route.Audience is not Audience.Agent);

    /// <summary>Tries every change of the product with each of the variants beside a right cookie.</summary>
    private async Task RefusedEverywhereAsync(IEnumerable<string> variants, Func<string, string[]> headers, bool withKey = true, string but = "")
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        var tried = 0;
        foreach (var route in Changes().Where(route => route.ToString() != but))
        {
            foreach (var variant in variants)
            {
                foreach (var (type, body) in new[] { ("application/json", """{"title":"x","text":"x","outcome":"failed","decision":"allow"}"""), ("application/x-www-form-urlencoded", "title=x&text=x&outcome=failed&decision=allow"), ("text/plain", "{}") })
                {
                    var answer = await server.SendAsync(route.Method, route.Path(scene), [$"Cookie: {browser.Cookie}", .. withKey ? [$"X-Chorus-Key: {browser.Key}"] : Array.Empty<string>(), $"Content-Type: {type}", .. headers(variant)], body);
                    Assert.True(answer.Status == 403, $"{route} with {variant} was answered {answer.Status}: {answer.Body}");
                    Assert.Null(answer.Header("Set-Cookie"));
                    tried++;
                }
            }
        }

        Assert.True(tried > 100);
        await ProductState.AssertSameAsync(server, before);
    }

    private string Filled(string text) => text.Replace(":P", $":{server.Port}", StringComparison.Ordinal);

    private static void AssertNoHost(ProductRoute route, string how, RawAnswer answer)
    {
        Assert.True(answer.Status == 400, $"{route} with {how} was answered {answer.Status}.");
        Assert.DoesNotContain("Is done", answer.Body, StringComparison.Ordinal);
        Assert.Null(answer.Header("Location"));
        Assert.Null(answer.Header("Set-Cookie"));
    }
}
