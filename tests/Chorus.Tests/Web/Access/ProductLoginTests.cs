using System.Buffers.Text;
using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S8, S9, S10, S12 and S13 on the product: how one gets in, how often it may be tried, how it ends, and what contains every page.</summary>
[Collection(ProductGroup.Name)]
public sealed class ProductLoginTests(ProductServer server)
{
    private static readonly TimeSpan StreamsEndWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_token_has_256_bits_and_a_code_works_once()
    {
        Assert.Equal(32, Base64Url.DecodeFromChars(server.Token).Length);
        var url = new Uri((await server.SendLocalAsync("POST", "/login/codes")).Json().GetProperty("url").GetString()!);
        Assert.Equal($"{server.Origin}/login", url.GetLeftPart(UriPartial.Path));
        var code = url.Fragment["#code=".Length..];
        Assert.Equal(32, Base64Url.DecodeFromChars(code).Length);
        foreach (var path in new[] { $"/login?code={code}", $"/?code={code}" })
        {
            Assert.Null((await server.GetAsync(path, "Accept: text/html")).Header("Set-Cookie"));
        }

        Assert.Equal(200, (await server.PostJsonAsync("/login", $$"""{"code":"{{code}}"}""", "127.0.0.21")).Status);
        var again = await server.PostJsonAsync("/login", $$"""{"code":"{{code}}"}""", "127.0.0.21");
        Assert.Equal(401, again.Status);
        Assert.Null(again.Header("Set-Cookie"));
    }

    [Fact]
    public async Task The_eleventh_wrong_login_of_an_address_waits_and_nobody_else_does()
    {
        const string Guesser = "127.0.0.22";
        var browser = await server.LogInAsync();
        var right = $$"""{"token":"{{server.Token}}"}""";
        for (var wrong = 1; wrong <= 10; wrong++)
        {
            Assert.Equal(401, (await server.PostJsonAsync("/login", """{"token":"wrong"}""", Guesser, $"X-Forwarded-For: 10.0.0.{wrong}", $"X-Real-IP: 10.0.0.{wrong}", $"Forwarded: for=10.0.0.{wrong}")).Status);
        }

        var eleventh = await server.PostJsonAsync("/login", """{"token":"wrong"}""", Guesser, "X-Forwarded-For: 10.0.0.11");
        Assert.Equal(429, eleventh.Status);
        Assert.InRange(int.Parse(eleventh.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(429, (await server.PostJsonAsync("/login", right, Guesser)).Status);
        Assert.Equal(200, (await server.PostJsonAsync("/login", right, "127.0.0.23")).Status);
        Assert.Equal(200, (await server.GetAsync("/", $"Cookie: {browser.Cookie}", "Accept: text/html")).Status);
        Assert.Equal(201, (await server.SendAsync("POST", "/tasks", [.. server.Proofs(browser), "Content-Type: application/json", "Accept: application/json"], """{"title":"Goes on"}""")).Status);
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("revoke")]
    [InlineData("rotate")]
    [InlineData("login again")]
    public async Task When_a_login_ends_its_cookie_is_worth_nothing_at_once_and_its_streams_end(string how)
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var other = await server.LogInAsync();
        var (first, second) = (await server.OpenStreamAsync(browser), await server.OpenStreamAsync(browser, $"?task={scene.Running}"));
        using (first.Socket)
        using (second.Socket)
        {
            Assert.Equal((200, 200), (first.First.Status, second.First.Status));
            await EndAsync(how, browser);
            var before = await ProductState.ReadAsync(server);
            foreach (var route in ProductRoute.Pages(server).Where(route => route.Audience is Audience.Browser or Audience.Local))
            {
                var answer = await server.SendAsync(route.Method == ProductRoute.Any ? "GET" : route.Method, route.Path(scene), server.Proofs(browser));
                Assert.True(answer.Status == 401, $"{route} was answered {answer.Status}.");
            }

            await RawHttp.EndedAsync(first.Socket, StreamsEndWithin);
            await RawHttp.EndedAsync(second.Socket, StreamsEndWithin);
            await ProductState.AssertSameAsync(server, before);
        }

        Assert.Equal(how == "rotate" ? 401 : 200, (await server.GetAsync("/", $"Cookie: {other.Cookie}")).Status);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_other_sites_and_other_ports()
    {
        var answer = await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}"}""");
        var parts = answer.Header("Set-Cookie")!.Split("; ");
        Assert.StartsWith($"chorus-{server.Port}=", parts[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "max-age=7776000", "path=/", "samesite=strict"], parts[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_page_comes_with_the_headers_that_contain_it()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var pages = 0;
        foreach (var route in ProductRoute.Pages(server).Where(route => route is { IsStream: false, Audience: not Audience.Agent } && route.ToString() is not ("POST /logout" or "DELETE /tasks/{id}/run")))
        {
            var method = route.Method == ProductRoute.Any ? "GET" : route.Method;
            var answer = await server.SendAsync(method, route.Path(scene), [.. server.Proofs(browser), "Accept: text/html", "Content-Type: application/x-www-form-urlencoded"], method is "GET" or "HEAD" ? "" : "title=%01&outcome=x&decision=x");
            if (answer.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                ContainingHeaders.AssertOn(answer, $"{route}: {answer.Status}");
                Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|https?://(?!127\.0\.0\.1)", answer.Body);
                pages++;
            }
        }

        // The pages themselves, and the error pages of changes that were refused.
        Assert.True(pages >= 10, $"Only {pages} pages were seen.");
        var login = await server.GetAsync("/login", "Accept: text/html");
        ContainingHeaders.AssertOn(login, "/login");
        Assert.Equal("no-store", (await server.GetAsync($"/tasks/{scene.Running}", $"Cookie: {browser.Cookie}", "Accept: application/json")).Header("Cache-Control"));
        Assert.All(new[] { await server.GetAsync("/js/chorus.js"), await server.GetAsync("/healthz"), await server.GetAsync("/tasks") }, answer => Assert.Equal("nosniff", answer.Header("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\\\evil")]
    [InlineData("https:evil")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("%0d%0aSet-Cookie:a=b")]
    [InlineData("/%0d%0aSet-Cookie:a=b")]
    [InlineData("/%2f%2fevil.example/..%0a")]
    [InlineData("/\\r\\nSet-Cookie:a=b")]
    [InlineData("/\\t/evil.example")]
    [InlineData("evil")]
    [InlineData("")]
    public async Task A_login_never_leads_away(string next)
    {
        foreach (var (path, body) in new[] { ("/login", $$"""{"token":"{{server.Token}}","next":"{{next}}"}"""), ("/login?next=" + Uri.EscapeDataString(next), $$"""{"token":"{{server.Token}}"}""") })
        {
            var answer = await server.PostJsonAsync(path, body);
            Assert.Equal(200, answer.Status);
            Assert.Equal("/", answer.Json().GetProperty("next").GetString());
            Assert.Single(answer.Headers, header => header.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase));
            Assert.Null(answer.Header("Location"));
        }
    }

    [Theory]
    [InlineData("//evil.example/a", "/login")]
    // Spelled so, a backslash is a letter like any other and the address stays ours.
    [InlineData("/\\evil.example", "/login?next=%2F%255Cevil.example")]
    [InlineData("/%5c%5cevil.example", "/login?next=%2F%255C%255Cevil.example")]
    [InlineData("/tasks/7?tab=brief", "/login?next=%2Ftasks%2F7%3Ftab%3Dbrief")]
    public async Task A_page_that_asks_for_the_login_never_leads_away(string path, string location)
    {
        var answer = await server.GetAsync(path, "Accept: text/html");
        Assert.Equal((302, location), (answer.Status, answer.Header("Location")));
    }

    private async Task EndAsync(string how, LoggedIn browser)
    {
        var answer = how switch
        {
            "logout" => await server.SendAsync("POST", "/logout", server.Proofs(browser)),
            "rotate" => await server.SendLocalAsync("POST", "/token/rotation"),
            "login again" => await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}"}""", "127.0.0.1", $"Cookie: {browser.Cookie}"),
            _ => null,
        };
        Assert.True(answer is null or { Status: 204 or 200 });
        if (answer is null)
        {
            var sessions = server.Service<LoginSessions>();
            Assert.True(await sessions.RevokeAsync(sessions.FindByToken(browser.Cookie.Split('=')[1])!.Id, CancellationToken.None));
        }
    }
}
