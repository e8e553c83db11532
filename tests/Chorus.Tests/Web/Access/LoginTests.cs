using System.Buffers.Text;
using Chorus.Storage;
using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S8, S9 and S13: what logs a browser in, how often it may be tried, and where it leads.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private AccessServer server = null!;

    public async Task InitializeAsync() => server = await AccessServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public void The_token_has_256_bits_and_a_private_file()
    {
        Assert.Equal(32, Base64Url.DecodeFromChars(server.Token).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.TokenFile));
    }

    [Fact]
    public void A_token_file_that_was_malformed_open_to_others_or_a_link_is_replaced()
    {
        var options = new AccessOptions { TokenFile = server.TokenFile, LoginPage = _ => throw new InvalidOperationException() };
        var kept = server.Token;
        Assert.True(new AccessToken(options).Matches(kept));

        File.SetUnixFileMode(server.TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.False(new AccessToken(options).Matches(kept));
        File.WriteAllText(server.TokenFile, "short");
        Assert.False(new AccessToken(options).Matches("short"));
        File.WriteAllText(server.TokenFile, "");
        Assert.False(new AccessToken(options).Matches(""));

        var target = Path.Combine(server.Folder, "elsewhere");
        File.Move(server.TokenFile, target);
        File.CreateSymbolicLink(server.TokenFile, target);
        var linked = File.ReadAllText(target).Trim();
        Assert.False(new AccessToken(options).Matches(linked));
        Assert.Equal(linked, File.ReadAllText(target).Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.TokenFile));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/data")]
    [InlineData("/healthz")]
    [InlineData("/login")]
    [InlineData("/unknown")]
    public async Task A_token_in_the_address_is_never_taken(string path)
    {
        var browser = await server.LogInAsync();
        foreach (var cookie in new[] { "a=b", browser.Cookie })
        {
            var answer = await server.GetAsync($"{path}?a=1&token={server.Token}", $"Cookie: {cookie}", "Accept: text/html");
            Assert.Equal(401, answer.Status);
            Assert.Null(answer.Header("Set-Cookie"));
        }
    }

    [Fact]
    public async Task A_code_works_once_and_leads_to_the_canonical_address()
    {
        var made = await server.SendLocalAsync("POST", "/login/codes");
        Assert.Equal(201, made.Status);
        var url = new Uri(made.Json().GetProperty("url").GetString()!);
        Assert.Equal($"{server.Origin}/login", url.GetLeftPart(UriPartial.Path));
        Assert.Equal(server.Clock.GetUtcNow().AddSeconds(120), made.Json().GetProperty("expiresAt").GetDateTimeOffset());
        var body = $$"""{"code":"{{url.Fragment["#code=".Length..]}}"}""";

        Assert.Equal(200, (await server.PostJsonAsync("/login", body)).Status);
        Assert.Equal(401, (await server.PostJsonAsync("/login", body)).Status);
    }

    [Theory]
    [InlineData(119, 200)]
    [InlineData(120, 401)]
    public async Task A_code_lives_two_minutes(int seconds, int status)
    {
        var code = server.Service<LoginCodes>().Create();
        server.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(status, (await server.PostJsonAsync("/login", $$"""{"code":"{{code}}"}""")).Status);
    }

    [Fact]
    public async Task Fifty_browsers_with_one_code_log_one_in()
    {
        var body = $$"""{"code":"{{server.Service<LoginCodes>().Create()}}"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.PostJsonAsync("/login", body)));
        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Theory]
    [InlineData("""{"token":"wrong"}""", 401)]
    [InlineData("""{"token":""}""", 401)]
    [InlineData("""{"code":"wrong"}""", 401)]
    [InlineData("""{"code":""}""", 401)]
    [InlineData("""{"token":"a","code":"b"}""", 400)]
    [InlineData("""{"name":"a"}""", 400)]
    [InlineData("{}", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"token":1}""", 400)]
    [InlineData("""{"token":"\ud800"}""", 400)]
    [InlineData("""{"token":{"a":{"a":{"a":{}}}}}""", 400)]
    [InlineData("""{"token":"a","admin":true}""", 400)]
    public async Task Anything_but_a_right_token_or_code_is_refused(string body, int status)
    {
        var answer = await server.PostJsonAsync("/login", body);
        Assert.Equal(status, answer.Status);
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Empty(server.Service<LoginSessions>().List());
    }

    [Theory]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    [InlineData("X-No-Type: 1")]
    public async Task A_login_that_is_not_json_is_refused(string type) =>
        Assert.Equal(415, (await server.SendAsync("POST", "/login", [type, $"Origin: {server.Origin}"], $$"""{"token":"{{server.Token}}"}""")).Status);

    [Fact]
    public async Task A_login_in_an_unknown_charset_is_read_as_utf_8() =>
        Assert.Equal(200, (await server.SendAsync("POST", "/login", ["Content-Type: application/json; charset=foo", $"Origin: {server.Origin}"], $$"""{"token":"{{server.Token}}"}""")).Status);

    [Theory]
    [InlineData("a\\nERROR x")]
    [InlineData("a\\u001b[2J")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public async Task A_strange_name_is_refused(string name) =>
        Assert.Equal(422, (await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}","name":"{{name}}"}""")).Status);

    [Fact]
    public async Task A_huge_login_is_refused() =>
        Assert.Equal(413, (await server.PostJsonAsync("/login", $$"""{"token":"{{new string('a', 5000)}}"}""")).Status);

    [Fact]
    public async Task The_eleventh_wrong_login_in_a_minute_waits_while_others_go_on()
    {
        var browser = await server.LogInAsync();
        var right = $$"""{"token":"{{server.Token}}"}""";
        for (var wrong = 1; wrong <= 10; wrong++)
        {
            Assert.Equal(401, (await server.PostJsonAsync("/login", """{"token":"wrong"}""", $"X-Forwarded-For: 10.0.0.{wrong}")).Status);
        }

        var eleventh = await server.PostJsonAsync("/login", """{"token":"wrong"}""", "X-Forwarded-For: 10.0.0.11");
        Assert.Equal(429, eleventh.Status);
        Assert.Equal("60", eleventh.Header("Retry-After"));
        Assert.Equal(429, (await server.PostJsonAsync("/login", right)).Status);
        Assert.Equal(200, (await server.GetAsync("/data", $"Cookie: {browser.Cookie}")).Status);
        Assert.Equal(200, (await PostFromAsync("127.0.0.2", right)).Status);
        Assert.Equal(200, (await server.PostJsonAsync("/login", $$"""{"code":"{{server.Service<LoginCodes>().Create()}}"}""")).Status);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await server.PostJsonAsync("/login", right)).Status);
    }

    [Fact]
    public async Task Neither_the_token_nor_the_cookie_nor_the_key_is_in_the_database()
    {
        var browser = await server.LogInAsync();
        var stored = server.Service<Database>().Read(connection =>
            connection.Query("SELECT hex(token_hash), hex(key_hash), id, name FROM login_session", row => string.Join(' ', Enumerable.Range(0, 4).Select(row.GetString))));
        var secrets = new[] { server.Token, browser.Cookie.Split('=')[1], browser.Key };
        var row = Assert.Single(stored);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, row, StringComparison.Ordinal));
        Assert.Contains(Convert.ToHexString(Secret.Hash(browser.Key)), row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil")]
    [InlineData("\\/evil")]
    [InlineData("https:evil")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("%0d%0aSet-Cookie:a=b")]
    [InlineData("/%0d%0aSet-Cookie:a=b")]
    [InlineData("/\r\nSet-Cookie:a=b")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\\..\\b")]
    [InlineData(" /a")]
    [InlineData("evil")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/login")]
    [InlineData("/login?next=/login")]
    [InlineData("/logout")]
    public void A_next_page_that_is_not_ours_becomes_the_front_page(string? next) => Assert.Equal("/", NextPage.From(next));

    [Theory]
    [InlineData("/")]
    [InlineData("/tasks/7?tab=brief#end")]
    [InlineData("/documents/docs/a%20b.md")]
    public void A_page_of_ours_is_the_next_page(string next) => Assert.Equal(next, NextPage.From(next));

    [Theory]
    [InlineData("//evil.example", "/")]
    [InlineData("/tasks/7", "/tasks/7")]
    public async Task A_login_tells_a_checked_next_page_from_body_and_query(string next, string expected)
    {
        var inBody = await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}","next":"{{next}}"}""");
        var inQuery = await server.PostJsonAsync("/login?next=" + Uri.EscapeDataString(next), $$"""{"token":"{{server.Token}}"}""");
        Assert.Equal(expected, inBody.Json().GetProperty("next").GetString());
        Assert.Equal(expected, inQuery.Json().GetProperty("next").GetString());
    }

    private Task<RawAnswer> PostFromAsync(string address, string body) => server.SendRawAsync(
        $"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nOrigin: {server.Origin}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}",
        address);
}
