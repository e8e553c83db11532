using Chorus.Events;
using Chorus.Storage;
using Chorus.Tests.Processes;
using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S4, S10 and S38: the cookie, the key beside it, and their end.</summary>
public sealed class LoginSessionTests : IAsyncLifetime
{
    private AccessServer server = null!;

    public async Task InitializeAsync() => server = await AccessServer.StartAsync(["dev-box"]);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var answer = await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}"}""");
        var parts = answer.Header("Set-Cookie")!.Split("; ");
        Assert.StartsWith($"chorus-{server.Port}=", parts[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "max-age=7776000", "path=/", "samesite=strict"], parts[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_secure()
    {
        var answer = await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}"}""", "Host: dev-box", "Origin: https://dev-box");
        Assert.Contains("; secure", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_needs_the_key_of_its_own_session()
    {
        var browser = await server.LogInAsync();
        var other = await server.LogInAsync();
        Assert.Equal(403, await ChangeAsync(browser.Cookie, null));
        Assert.Equal(403, await ChangeAsync(browser.Cookie, ""));
        Assert.Equal(403, await ChangeAsync(browser.Cookie, other.Key));
        Assert.Equal(403, await ChangeAsync(browser.Cookie, browser.Key[..^1]));
        Assert.Equal(403, await ChangeAsync(browser.Cookie, browser.Key + "\r\nX-Chorus-Key: " + other.Key));
        Assert.Equal(403, await ChangeAsync(browser.Cookie, browser.Cookie.Split('=')[1]));
        Assert.Equal(0, server.Changes);
        Assert.Equal(200, await ChangeAsync(browser.Cookie, browser.Key));
        Assert.Equal(1, server.Changes);
    }

    [Fact]
    public async Task After_a_logout_neither_the_old_cookie_nor_the_old_key_works()
    {
        var before = await server.LogInAsync();
        var answer = await server.SendAsync("POST", "/logout", Headers(before.Cookie, before.Key), "");
        Assert.Equal(204, answer.Status);
        Assert.Contains("expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal(401, await ChangeAsync(before.Cookie, before.Key));

        var after = await server.LogInAsync();
        Assert.Equal(403, await ChangeAsync(after.Cookie, before.Key));
        Assert.Equal(0, server.Changes);
    }

    [Fact]
    public async Task A_logout_needs_the_key_too()
    {
        var browser = await server.LogInAsync();
        Assert.Equal(403, (await server.SendAsync("POST", "/logout", Headers(browser.Cookie, null), "")).Status);
        Assert.Equal(200, await ReadAsync(browser.Cookie));
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("revoke")]
    [InlineData("rotate")]
    public async Task The_end_of_a_session_ends_its_open_streams(string how)
    {
        var browser = await server.LogInAsync();
        var (stream, first) = await server.OpenStreamAsync($"Cookie: {browser.Cookie}", "Sec-Fetch-Site: same-origin");
        using (stream)
        {
            Assert.Equal(200, first.Status);
            await EndAsync(how, browser);
            await RawHttp.EndedAsync(stream, TimeSpan.FromSeconds(5));
        }

        Assert.Equal(401, await ReadAsync(browser.Cookie));
    }

    [Fact]
    public async Task Revoking_one_browser_leaves_the_others()
    {
        var first = await server.LogInAsync();
        var second = await server.LogInAsync();
        var sessions = server.Service<LoginSessions>();
        Assert.True(await sessions.RevokeAsync(sessions.FindByToken(first.Cookie.Split('=')[1])!.Id, CancellationToken.None));
        Assert.Equal(401, await ReadAsync(first.Cookie));
        Assert.Equal(200, await ReadAsync(second.Cookie));
        Assert.Single(sessions.List());
    }

    [Fact]
    public async Task A_rotated_token_ends_every_session_code_and_the_old_token()
    {
        var browser = await server.LogInAsync();
        var (oldToken, code) = (server.Token, server.Service<LoginCodes>().Create());
        using var listener = server.Service<EventBus>().Subscribe();
        Assert.Equal(204, (await server.SendLocalAsync("POST", "/token/rotation")).Status);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.Contains(new Change(ChangeKind.Access, ""), await listener.TakeAsync(limit.Token));
        Assert.NotEqual(oldToken, server.Token);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.TokenFile));
        Assert.Equal(401, await ReadAsync(browser.Cookie));
        Assert.Equal(401, (await server.PostJsonAsync("/login", $$"""{"token":"{{oldToken}}"}""")).Status);
        Assert.Equal(401, (await server.PostJsonAsync("/login", $$"""{"code":"{{code}}"}""")).Status);
        await server.LogInAsync();
    }

    [Fact]
    public async Task A_rotation_that_has_begun_is_carried_out_whole_although_its_caller_goes_away()
    {
        var browser = await server.LogInAsync();
        var token = server.Token;
        using var caller = new CancellationTokenSource();
        using var free = new ManualResetEventSlim();
        // Somebody else writes: the rotation has its new token and waits to end the sessions.
        var writing = Task.Run(() => server.Service<Database>().WriteAsync((_, _) => free.Wait(), CancellationToken.None));
        var rotating = Task.Run(() => server.Service<LoginDesk>().RotateTokenAsync(caller.Token));
        await Wait.UntilAsync(() => server.Token != token);
        await caller.CancelAsync();
        free.Set();
        await writing;
        await rotating;
        Assert.Equal(401, await ReadAsync(browser.Cookie));
    }

    [Fact]
    public async Task Sessions_and_their_end_outlive_the_server()
    {
        var folder = Directory.CreateTempSubdirectory("chorus-access-").FullName;
        try
        {
            LoggedIn kept, ended;
            string token;
            await using (var before = await AccessServer.StartAsync(folder: folder))
            {
                (kept, ended, token) = (await before.LogInAsync(), await before.LogInAsync(), before.Token);
                Assert.Equal(204, (await before.SendAsync("POST", "/logout", [$"Cookie: {ended.Cookie}", $"X-Chorus-Key: {ended.Key}", $"Origin: {before.Origin}"], "")).Status);
            }

            await using var after = await AccessServer.StartAsync(folder: folder);
            Assert.Equal(token, after.Token);
            Assert.Equal(200, (await after.GetAsync("/data", $"Cookie: chorus-{after.Port}={kept.Cookie.Split('=')[1]}")).Status);
            Assert.Equal(401, (await after.GetAsync("/data", $"Cookie: chorus-{after.Port}={ended.Cookie.Split('=')[1]}")).Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_session_ends_after_ninety_days()
    {
        var browser = await server.LogInAsync();
        server.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await ReadAsync(browser.Cookie));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await ReadAsync(browser.Cookie));
    }

    [Fact]
    public async Task A_new_login_of_the_same_browser_replaces_its_session()
    {
        var first = await server.LogInAsync();
        var again = await server.PostJsonAsync("/login", $$"""{"token":"{{server.Token}}"}""", $"Cookie: {first.Cookie}");
        Assert.Equal(200, again.Status);
        Assert.Equal(401, await ReadAsync(first.Cookie));
        Assert.Single(server.Service<LoginSessions>().List());
    }

    [Fact]
    public async Task A_wrong_login_does_not_end_the_session()
    {
        var browser = await server.LogInAsync();
        Assert.Equal(401, (await server.PostJsonAsync("/login", """{"token":"wrong"}""", $"Cookie: {browser.Cookie}")).Status);
        Assert.Equal(200, await ReadAsync(browser.Cookie));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData("%00")]
    [InlineData("' OR 1=1 --")]
    public async Task A_made_up_cookie_opens_nothing(string value)
    {
        await server.LogInAsync();
        Assert.Equal(401, await ReadAsync($"chorus-{server.Port}={value}"));
    }

    [Fact]
    public async Task Reading_leaves_the_database_as_it_is_and_a_change_notes_the_use()
    {
        var browser = await server.LogInAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        var before = Dump();
        foreach (var path in new[] { "/", "/data", "/login", "/healthz" })
        {
            await server.GetAsync(path, $"Cookie: {browser.Cookie}");
        }

        Assert.Equal(before, Dump());
        Assert.Equal(200, await ChangeAsync(browser.Cookie, browser.Key));
        Assert.Equal(server.Clock.GetUtcNow(), Assert.Single(server.Service<LoginSessions>().List()).LastSeenAt);
    }

    private async Task EndAsync(string how, LoggedIn browser)
    {
        var sessions = server.Service<LoginSessions>();
        switch (how)
        {
            case "logout":
                await server.SendAsync("POST", "/logout", Headers(browser.Cookie, browser.Key), "");
                break;
            case "revoke":
                await sessions.RevokeAsync(sessions.List()[0].Id, CancellationToken.None);
                break;
            default:
                await server.SendLocalAsync("POST", "/token/rotation");
                break;
        }
    }

    private string Dump() => server.Service<Database>().Read(connection => string.Join(
        '\n', connection.Query("SELECT id, last_seen_at, revoked_at FROM login_session", row => $"{row.GetString(0)} {row.GetInt64(1)} {row.IsDBNull(2)}")));

    private async Task<int> ReadAsync(string cookie) => (await server.GetAsync("/data", $"Cookie: {cookie}")).Status;

    private async Task<int> ChangeAsync(string cookie, string? key) => (await server.SendAsync("POST", "/change", Headers(cookie, key), "")).Status;

    private string[] Headers(string cookie, string? key) => [$"Cookie: {cookie}", $"Origin: {server.Origin}", .. key is null ? [] : new[] { $"X-Chorus-Key: {key}" }];
}
