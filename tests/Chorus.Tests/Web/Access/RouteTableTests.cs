using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S5, S7 and S8 on the product's own route table: who gets in where, and that looking changes nothing.</summary>
[Collection(ProductGroup.Name)]
public sealed class RouteTableTests(ProductServer server)
{
    /// <summary>Every endpoint there is. Whoever adds one says here who may call it, and sees by the tests that nobody else can.</summary>
    private static readonly Dictionary<string, Audience> Table = new()
    {
        ["GET /"] = Audience.Browser,
        ["GET /tasks"] = Audience.Browser,
        ["GET /tasks/new"] = Audience.Browser,
        ["POST /tasks"] = Audience.Browser,
        ["GET /tasks/{id}"] = Audience.Browser,
        ["PUT /tasks/{id}"] = Audience.Browser,
        ["DELETE /tasks/{id}"] = Audience.Browser,
        ["POST /tasks/{id}/run"] = Audience.Browser,
        ["DELETE /tasks/{id}/run"] = Audience.Browser,
        ["POST /tasks/{id}/restart"] = Audience.Browser,
        ["POST /tasks/{id}/interrupt"] = Audience.Browser,
        ["POST /tasks/{id}/messages"] = Audience.Browser,
        ["POST /tasks/{id}/outcome"] = Audience.Browser,
        ["GET /tasks/{id}/screen"] = Audience.Browser,
        ["GET /tasks/{id}/events"] = Audience.Browser,
        ["GET /tasks/{id}/messages"] = Audience.Browser,
        ["DELETE /tasks/{id}/messages/{message:long}"] = Audience.Browser,
        ["GET /tasks/{id}/wait"] = Audience.Browser,
        ["DELETE /tasks/{id}/attention"] = Audience.Browser,
        ["PUT /tasks/{id}/position"] = Audience.Browser,
        ["GET /queue"] = Audience.Browser,
        ["PUT /queue"] = Audience.Browser,
        ["GET /permissions"] = Audience.Browser,
        ["GET /permissions/{id}/rules"] = Audience.Browser,
        ["GET /rules"] = Audience.Browser,
        ["DELETE /rules"] = Audience.Browser,
        ["DELETE /rules/{id}"] = Audience.Browser,
        ["POST /permissions/{id}/decision"] = Audience.Browser,
        ["GET /events"] = Audience.Browser,
        ["POST /logout"] = Audience.Browser,
        ["* /{*path:nonfile}"] = Audience.Browser,
        // ASP.NET Core's own, and only where the program was built and not packed: files that came into wwwroot after the build.
        ["GET /{**path:file}"] = Audience.Browser,
        ["HEAD /{**path:file}"] = Audience.Browser,
        ["GET /login"] = Audience.Public,
        ["POST /login"] = Audience.Public,
        ["GET /healthz"] = Audience.Public,
        ["GET /server"] = Audience.Local,
        ["POST /login/codes"] = Audience.Local,
        ["POST /token/rotation"] = Audience.Local,
        ["POST /hooks/claude"] = Audience.Agent,
    };

    [Fact]
    public void Every_endpoint_is_classified() => Assert.Equal(
        Table.Select(entry => $"{entry.Key}: {entry.Value}").Order(StringComparer.Ordinal),
        ProductRoute.Pages(server).Select(route => $"{route}: {route.Audience}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_stranger_gets_nothing_but_the_login_the_assets_and_a_sign_of_life()
    {
        var scene = await server.SceneAsync();
        var before = await ProductState.ReadAsync(server);
        foreach (var route in ProductRoute.Pages(server))
        {
            var method = route.Method == ProductRoute.Any ? "GET" : route.Method;
            var answer = await server.SendAsync(method, route.Path(scene), [$"Origin: {server.Origin}"]);
            var expected = route.ToString() switch
            {
                "GET /login" or "GET /healthz" => 200,
                "POST /login" => 415,
                "POST /hooks/claude" => 403,
                _ => 401,
            };
            Assert.True(answer.Status == expected, $"{route} was answered {answer.Status}: {answer.Body}");
            Assert.True(answer.Status != 401 || method == "HEAD" || answer.Json().EnumerateObject().Select(member => member.Name).SequenceEqual(["title", "detail", "status"]), $"{route}: {answer.Body}");
            Assert.DoesNotContain("Is done", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetFileName(server.Folder), answer.Body, StringComparison.Ordinal);
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task A_person_without_a_session_is_led_from_every_page_to_the_login()
    {
        var scene = await server.SceneAsync();
        foreach (var route in ProductRoute.Pages(server).Where(route => route is { IsRead: true, Audience: Audience.Browser or Audience.Local }))
        {
            var answer = await server.GetAsync(route.Path(scene), "Accept: text/html", "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
            Assert.True(answer.Status == 302, $"{route} was answered {answer.Status}.");
            Assert.StartsWith("/login", answer.Header("Location"), StringComparison.Ordinal);
            Assert.Equal("", answer.Body);
        }
    }

    [Fact]
    public async Task What_is_open_to_strangers_tells_them_nothing()
    {
        Assert.Equal("ok", (await server.GetAsync("/healthz")).Body);
        var assets = ProductRoute.All(server).Where(route => route.IsAsset).ToList();
        Assert.All(assets, asset => Assert.True(asset is { IsRead: true, Audience: Audience.Public }, $"{asset}"));
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "wwwroot"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "wwwroot"), file));
        Assert.Superset(files.Select(file => $"GET /{file}").ToHashSet(), assets.Select(asset => $"{asset}").ToHashSet());
        Assert.Equal(200, (await server.GetAsync("/js/theme.js")).Status);
    }

    [Theory]
    [InlineData("Cookie: chorus-{port}=wrong")]
    [InlineData("Cookie: chorus-{port}=")]
    [InlineData("Cookie: chorus={token}")]
    [InlineData("Cookie: chorus-{port}={token}")]
    [InlineData("Authorization: Bearer {token}")]
    [InlineData("Authorization: Basic {token}")]
    [InlineData("X-Chorus-Key: {token}")]
    public async Task Nothing_but_the_cookie_of_a_login_opens_a_route(string header)
    {
        var scene = await server.SceneAsync();
        var filled = header.Replace("{port}", $"{server.Port}", StringComparison.Ordinal).Replace("{token}", server.Token, StringComparison.Ordinal);
        foreach (var route in ProductRoute.Pages(server).Where(route => route.Audience is Audience.Browser or Audience.Local))
        {
            var answer = await server.SendAsync(route.Method == ProductRoute.Any ? "GET" : route.Method, route.Path(scene), [filled, $"Origin: {server.Origin}"]);
            Assert.True(answer.Status is 401 or 403, $"{route} was answered {answer.Status}.");
        }
    }

    [Fact]
    public async Task A_token_in_the_address_is_taken_by_no_route()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        foreach (var route in ProductRoute.All(server))
        {
            var path = route.Path(scene);
            foreach (var headers in new string[][] { [], ["Accept: text/html"], server.Proofs(browser) })
            {
                var answer = await server.SendAsync(route.Method == ProductRoute.Any ? "GET" : route.Method, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={server.Token}", headers);
                Assert.True(answer.Status == 401, $"{route} was answered {answer.Status}.");
                Assert.Null(answer.Header("Set-Cookie"));
            }
        }
    }

    [Fact]
    public async Task Looking_at_everything_three_times_changes_nothing()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        var seen = 0;
        for (var round = 1; round <= 3; round++)
        {
            foreach (var route in ProductRoute.All(server).Where(route => route is { IsRead: true, IsStream: false }))
            {
                foreach (var headers in new string[][] { ["Accept: text/html"], ["Accept: application/json"] })
                {
                    foreach (var method in new[] { "GET", "HEAD" })
                    {
                        var answer = await server.SendAsync(method, route.Path(scene), [$"Cookie: {browser.Cookie}", .. headers]);
                        var expected = route.ToString() switch
                        {
                            "* /{*path:nonfile}" or "GET /{**path:file}" or "HEAD /{**path:file}" => 404,
                            _ when method == "HEAD" && !route.IsAsset => 404,
                            "GET /server" => 403,
                            _ => 200,
                        };
                        Assert.True(answer.Status == expected, $"{method} {route} was answered {answer.Status}: {answer.Body}");
                        seen++;
                    }
                }
            }

            using var stream = (await server.OpenStreamAsync(browser, $"?task={scene.Running}")).Socket;
        }

        Assert.True(seen > 100);
        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task No_read_ever_tells_the_key_the_cookie_or_the_token()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        string[] secrets = [browser.Key, browser.Cookie.Split('=')[1], server.Token, server.HookHeaders(scene.Running)[0].Split(' ')[2]];
        foreach (var route in ProductRoute.Pages(server).Where(route => route is { IsRead: true, IsStream: false }))
        {
            foreach (var accept in new[] { "text/html", "application/json" })
            {
                var answer = await server.GetAsync(route.Path(scene), $"Cookie: {browser.Cookie}", $"Accept: {accept}");
                Assert.All(secrets, secret => Assert.DoesNotContain(secret, answer.Body + string.Join('\n', answer.Headers), StringComparison.Ordinal));
            }
        }

        var (socket, first) = await server.OpenStreamAsync(browser, $"?task={scene.Running}");
        socket.Dispose();
        Assert.Equal(200, first.Status);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, first.Body, StringComparison.Ordinal));
    }
}
