using System.Diagnostics;
using System.Net.Http.Json;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;
using Chorus.Tests.Web.Access;

namespace Chorus.EndToEnd;

/// <summary>Who may talk to the running program, asked over its real sockets; on every single route it is asked in Chorus.Tests.</summary>
public sealed class AccessTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private static readonly string[] Changes = ["POST /tasks", "PUT /tasks/1", "DELETE /tasks/1", "POST /tasks/1/run", "DELETE /tasks/1/run", "POST /tasks/1/messages", "POST /tasks/1/outcome", "POST /logout"];

    [Fact]
    public async Task Only_who_names_the_server_rightly_is_answered()
    {
        var page = await PageClient.LogInAsync(quiet.Server);
        var port = quiet.Server.Url.Port;
        string[] hosts = [$"evil.example:{port}", $"127.0.0.1.nip.io:{port}", "a.localhost", $"0.0.0.0:{port}", "127.1", "", "localhost@evil.example"];
        foreach (var path in new[] { "/", "/tasks", "/events", "/login", "/healthz", "/js/chorus.js", "/hooks/claude" })
        {
            foreach (var host in hosts)
            {
                var answer = await page.SendAsync("GET", path, [$"Host: {host}", page.Cookie, "X-Forwarded-Host: localhost"]);
                Assert.True(answer.Status == 400, $"{path} for '{host}' was answered {answer.Status}.");
            }

            foreach (var text in new[] { $"GET {path} HTTP/1.0\r\n\r\n", $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n", $"GET http://evil.example:{port}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n" })
            {
                Assert.Equal(400, (await RawHttp.ExchangeAsync(RawHttp.Tcp(port), text)).Status);
            }
        }

        foreach (var host in new[] { $"127.0.0.1:{port}", $"localhost:{port}", $"[::1]:{port}" })
        {
            Assert.Equal("ok", (await page.SendAsync("GET", "/healthz", [$"Host: {host}"])).Body);
        }
    }

    [Fact]
    public async Task Without_a_login_there_is_nothing_but_the_login()
    {
        await quiet.Api.PostAsync("tasks", new { title = "Private" });
        var before = await quiet.StateAsync();
        var nobody = new PageClient(quiet.Server, new LoggedIn("a=b", "c"));
        foreach (var path in new[] { "/", "/tasks", "/tasks/1", "/tasks/1/screen", "/permissions", "/events", "/server", "/unknown", "/.env" })
        {
            Assert.Equal(401, (await nobody.GetAsync(path)).Status);
            var page = await nobody.GetAsync(path, "text/html");
            Assert.True(page.Status is 302 or 401, $"{path}: {page.Status}");
            Assert.DoesNotContain("Private", page.Body, StringComparison.Ordinal);
        }

        foreach (var change in Changes.Concat(["POST /login/codes", "POST /token/rotation"]).Select(change => change.Split(' ')))
        {
            Assert.Equal(401, (await nobody.ChangeAsync(change[0], change[1])).Status);
        }

        Assert.Equal(401, (await nobody.GetAsync($"/?token={PageClient.Token(quiet.Sandbox)}")).Status);
        Assert.Equal(before, await quiet.StateAsync());
    }

    [Fact]
    public async Task A_change_needs_cookie_key_and_a_page_of_ours()
    {
        await quiet.Api.PostAsync("tasks", new { title = "Stays" });
        var page = await PageClient.LogInAsync(quiet.Server);
        var other = await PageClient.LogInAsync(quiet.Server);
        string[][] foreign =
        [
            [page.Cookie, page.Key], [page.Cookie, page.Key, "Origin: http://127.0.0.1:3000"], [page.Cookie, page.Key, "Origin: null"], [page.Cookie, page.Key, page.Origin, "Sec-Fetch-Site: same-site"],
            [page.Cookie, page.Key, page.Origin, "Sec-Fetch-Site: cross-site"], [page.Cookie, page.Origin], [page.Cookie, page.Origin, other.Key], [page.Cookie, page.Origin, "Sec-Fetch-Site: same-origin", "HX-Request: true"],
        ];
        var before = await quiet.StateAsync();
        foreach (var change in Changes.Select(change => change.Split(' ')))
        {
            foreach (var headers in foreign)
            {
                var answer = await page.SendAsync(change[0], change[1], [.. headers, "Content-Type: application/x-www-form-urlencoded"], "title=x&text=x&outcome=failed");
                Assert.True(answer.Status == 403, $"{string.Join(' ', change)} with {string.Join(", ", headers)} was answered {answer.Status}.");
            }
        }

        Assert.Equal(415, (await page.SendAsync("POST", "/tasks", [.. page.Proofs, "Content-Type: text/plain"], """{"title":"x"}""")).Status);
        Assert.Equal(before, await quiet.StateAsync());
        Assert.Equal(201, (await page.ChangeAsync("POST", "/tasks", new { title = "Ours" })).Status);
    }

    [Fact]
    public async Task An_agent_speaks_for_its_own_task_and_only_as_long_as_it_runs()
    {
        var (first, second) = (await quiet.Api.StartTaskAsync("First"), await quiet.Api.StartTaskAsync("Second"));
        var (mine, theirs) = (await HookHeadersAsync(first), await HookHeadersAsync(second));
        var page = await PageClient.LogInAsync(quiet.Server);
        var before = await quiet.StateAsync();
        foreach (var wrong in new string[][] { [], [mine[1]], ["Authorization: Bearer wrong", mine[1]], [mine[0], theirs[1]], [theirs[0], mine[1]] })
        {
            Assert.Equal(401, (await HookAsync(wrong)).Status);
        }

        Assert.Equal(403, (await HookAsync([.. mine, "Origin: http://127.0.0.1:3000"])).Status);
        Assert.Equal(403, (await page.SendAsync("POST", "/hooks/claude", [.. mine, page.Origin, "Content-Type: application/json"], "{}")).Status);
        Assert.Equal(403, (await page.SendAsync("GET", "/tasks", mine)).Status);
        foreach (var path in new[] { "/tasks", "/healthz", "/login", "/server", "/login/codes" })
        {
            Assert.Equal(403, (await RawHttp.ExchangeAsync(HookSocket, RawHttp.Request("GET", path, mine, "", "localhost"))).Status);
        }

        Assert.Equal(before, await quiet.StateAsync());
        Assert.Equal(204, (await HookAsync(mine)).Status);
        await quiet.Api.PostAsync($"tasks/{first}/outcome", new { outcome = "completed" });
        Assert.Equal(401, (await HookAsync(mine)).Status);
        Assert.Equal(204, (await HookAsync(theirs)).Status);
    }

    [Fact]
    public async Task Ten_thousand_wrong_guesses_hinder_nobody_else()
    {
        var page = await PageClient.LogInAsync(quiet.Server);
        using var guessing = new CancellationTokenSource();
        var answers = new int[10_000];
        var guessers = Task.WhenAll(Enumerable.Range(0, 4).Select(guesser => Task.Run(() => GuessAsync(answers, guesser, 4))));
        var figures = new Figures();
        var others = 0;
        while (!guessers.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            var answer = (others++ % 3) switch
            {
                0 => await page.GetAsync("/", "text/html"),
                1 => await page.ChangeAsync("POST", "/tasks", new { title = "Goes on" }),
                _ => await PageClient.TryAsync(quiet.Server, $$"""{"token":"{{PageClient.Token(quiet.Sandbox)}}"}""", "127.0.0.3"),
            };
            figures.Add(watch.Elapsed.TotalMilliseconds);
            Assert.True(answer.Status is 200 or 201, $"It was answered {answer.Status}: {answer.Body}");
        }

        await guessers;
        Console.WriteLine($"Other requests while 10 000 wrong logins came: {figures.Summary()}");
        Assert.True(others > 20, $"Only {others} other requests were made.");
        Assert.All(answers, status => Assert.True(status is 401 or 429, $"A wrong login was answered {status}."));
        Assert.InRange(answers.Count(status => status == 401), 10, 60);
    }

    [Fact]
    public async Task The_end_of_a_login_ends_its_cookie_and_its_streams_at_once_and_for_good()
    {
        var (leaving, staying) = (await PageClient.LogInAsync(quiet.Server), await PageClient.LogInAsync(quiet.Server));
        using var leavingStream = await StreamAsync(leaving);
        using var stayingStream = await StreamAsync(staying);
        Assert.Equal(204, (await leaving.ChangeAsync("POST", "/logout")).Status);
        Assert.Equal(401, (await leaving.GetAsync("/tasks")).Status);
        await RawHttp.EndedAsync(leavingStream, TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await staying.GetAsync("/tasks")).Status);

        // Over a restart the one stays logged in and the other out.
        await quiet.Server.StopAsync(TimeSpan.FromSeconds(10));
        await quiet.Server.StartAsync();
        Assert.Equal(401, (await leaving.GetAsync("/tasks")).Status);
        Assert.Equal(200, (await staying.GetAsync("/tasks")).Status);

        using var again = await StreamAsync(staying);
        var token = PageClient.Token(quiet.Sandbox);
        var rotated = await quiet.Sandbox.CliAsync("token", "rotate");
        Assert.True(rotated.ExitCode == 0, rotated.ToString());
        Assert.Equal(401, (await staying.GetAsync("/tasks")).Status);
        await RawHttp.EndedAsync(again, TimeSpan.FromSeconds(5));
        Assert.Equal(401, (await PageClient.TryAsync(quiet.Server, $$"""{"token":"{{token}}"}""", "127.0.0.4")).Status);

        await quiet.Server.StopAsync(TimeSpan.FromSeconds(10));
        await quiet.Server.StartAsync();
        Assert.Equal(401, (await staying.GetAsync("/tasks")).Status);
        await PageClient.LogInAsync(quiet.Server);
    }

    private System.Net.EndPoint HookSocket => RawHttp.Unix(Path.Combine(quiet.Sandbox.StateOfProject, "hooks.sock"));

    /// <summary>Every nth of the guesses, over one connection that is kept open.</summary>
    private async Task GuessAsync(int[] answers, int from, int step)
    {
        using var http = new HttpClient { BaseAddress = quiet.Server.Url };
        http.DefaultRequestHeaders.Add("Origin", quiet.Server.Url.GetLeftPart(UriPartial.Authority));
        for (var guess = from; guess < answers.Length; guess += step)
        {
            http.DefaultRequestHeaders.Remove("X-Forwarded-For");
            http.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.0.{guess / 250}.{guess % 250}");
            using var answer = await http.PostAsJsonAsync("/login", new { token = $"guess {guess}" });
            answers[guess] = (int)answer.StatusCode;
        }
    }

    private async Task<System.Net.Sockets.Socket> StreamAsync(PageClient page)
    {
        var (socket, first) = await RawHttp.OpenStreamAsync(RawHttp.Tcp(quiet.Server.Url.Port), RawHttp.Request("GET", "/events", [page.Cookie, "Sec-Fetch-Site: same-origin"], "", quiet.Server.Url.Authority));
        Assert.Equal(200, first.Status);
        return socket;
    }

    private Task<RawAnswer> HookAsync(string[] headers) => RawHttp.ExchangeAsync(
        HookSocket,
        RawHttp.Request("POST", "/hooks/claude", [.. headers, "Content-Type: application/json"], """{"hook_event_name":"Notification","session_id":"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10","notification_type":"other"}""", "localhost"));

    /// <summary>What the hooks of a task show, from the file it was handed.</summary>
    private async Task<string[]> HookHeadersAsync(int task)
    {
        var folder = Path.Combine(quiet.Sandbox.StateOfProject, "tasks", $"{task}");
        await Eventually.TrueAsync("the agent has its environment", () => !File.Exists(Path.Combine(folder, "environment")));
        var lines = await File.ReadAllLinesAsync(Directory.GetFiles(folder, "hooks-*.curl").Single());
        var secret = lines.Single(line => line.Contains("Bearer", StringComparison.Ordinal)).Split('"')[1];
        return [secret, $"X-Chorus-Task: {task}"];
    }
}
