using System.Globalization;
using System.Text;

namespace Chorus.Tests.Web.Access;

/// <summary>Threats S20, S25 and S35 at the product's own door for hooks: who is believed there, about which task, and how much is read.</summary>
[Collection(ProductGroup.Name)]
public sealed class HookDoorTests(ProductServer server)
{
    private const string Stop = "Stop";
    private static readonly string Harmless = ProductScene.Hook(Stop, new { last_assistant_message = "done" });

    [Fact]
    public async Task Only_a_tasks_own_secret_is_believed_and_only_about_that_task()
    {
        var scene = await server.SceneAsync();
        var other = await server.AddTaskAsync("Another", start: true);
        var (mine, theirs) = (server.HookHeaders(scene.Running), server.HookHeaders(other));
        var secret = mine[0].Split(' ')[2];
        var before = await ProductState.ReadAsync(server);
        string[][] wrong =
        [
            [], [mine[0]], [mine[1]], ["Authorization: Bearer", mine[1]], ["Authorization: Bearer ", mine[1]], ["Authorization: Bearer wrong", mine[1]], [$"Authorization: Bearer {secret[..^1]}", mine[1]],
            [$"Authorization: Bearer {secret} ", $"X-Chorus-Task: {other}"], [$"Authorization: Basic {secret}", mine[1]], [$"Authorization: {secret}", mine[1]], [$"X-Chorus-Key: {secret}", mine[1]],
            [$"Authorization: Bearer {server.Token}", mine[1]], [mine[0], theirs[1]], [theirs[0], mine[1]], [mine[0], theirs[0], mine[1]], [mine[0], mine[1], theirs[1]],
            [mine[0], $"X-Chorus-Task: {scene.Done}"], [mine[0], $"X-Chorus-Task: {scene.Pending}"], [mine[0], $"X-Chorus-Task: {scene.Stopped}"], [mine[0], "X-Chorus-Task: 999999"],
            [mine[0], "X-Chorus-Task: 0"], [mine[0], "X-Chorus-Task: -1"], [mine[0], $"X-Chorus-Task: {mine[1].Split(' ')[1]}.0"], [mine[0], "X-Chorus-Task: "], [mine[0], $"X-Chorus-Task: claude-{scene.Running}"],
        ];
        foreach (var headers in wrong)
        {
            foreach (var body in new[] { Harmless, ProductScene.Hook("PermissionRequest", new { tool_name = "Bash", tool_input = new { command = "rm -rf ." } }), "" })
            {
                var answer = await server.SendHookAsync(body, headers);
                Assert.True(answer.Status == 401, $"With '{string.Join(", ", headers)}' it was answered {answer.Status}: {answer.Body}");
            }
        }

        await ProductState.AssertSameAsync(server, before);
        Assert.Equal(204, (await server.SendHookAsync(Harmless, theirs)).Status);
    }

    [Theory]
    [InlineData("Origin: http://127.0.0.1:3000")]
    [InlineData("Origin: null")]
    [InlineData("Origin: ")]
    [InlineData("Origin: http://localhost")]
    public async Task A_page_is_no_agent_even_with_the_secret(string origin)
    {
        var scene = await server.SceneAsync();
        var before = await ProductState.ReadAsync(server);
        Assert.Equal(403, (await server.SendHookAsync(Harmless, [.. server.HookHeaders(scene.Running), origin])).Status);
        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task The_socket_of_the_agents_opens_no_other_route()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        foreach (var route in ProductRoute.All(server).Where(route => route.Audience is not Chorus.Web.Access.Audience.Agent))
        {
            foreach (var headers in new string[][] { [], server.HookHeaders(scene.Running), server.Proofs(browser)[..2] })
            {
                var answer = await server.SendAgentAsync(route.Method == ProductRoute.Any ? "GET" : route.Method, route.Path(scene), "", headers);
                Assert.True(answer.Status == 403, $"{route} was answered {answer.Status}.");
            }
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task A_hook_secret_opens_no_route_of_the_pages_and_hooks_come_over_no_other_way()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var secret = server.HookHeaders(scene.Running);
        var before = await ProductState.ReadAsync(server);
        foreach (var route in ProductRoute.Pages(server).Where(route => route.Audience is not Chorus.Web.Access.Audience.Public))
        {
            var method = route.Method == ProductRoute.Any ? "GET" : route.Method;
            foreach (var answer in new[]
            {
                await server.SendAsync(method, route.Path(scene), [.. secret, $"Origin: {server.Origin}", "Content-Type: application/json"], Harmless),
                await server.SendAsync(method, route.Path(scene), [.. secret, .. server.Proofs(browser), "Content-Type: application/json"], Harmless),
                await server.SendLocalAsync(method, route.Path(scene), Harmless, secret),
            })
            {
                Assert.True(answer.Status == 403, $"{route} was answered {answer.Status}.");
            }
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task When_its_task_has_ended_a_secret_is_worth_nothing()
    {
        foreach (var (method, path, json) in new[] { ("DELETE", "run", ""), ("POST", "outcome", """{"outcome":"completed"}"""), ("POST", "outcome", """{"outcome":"failed"}""") })
        {
            var task = await server.AddTaskAsync("Ends", start: true);
            var secret = server.HookHeaders(task);
            Assert.Equal(204, (await server.SendHookAsync(Harmless, secret)).Status);
            Assert.Equal(200, (await server.SendLocalAsync(method, $"/tasks/{task}/{path}", json)).Status);
            Assert.Equal(401, (await server.SendHookAsync(Harmless, secret)).Status);
            Assert.Empty(Directory.GetFiles(server.State.TaskFolder(task), "hooks-*"));
        }
    }

    [Fact]
    public async Task A_new_launch_has_a_new_secret_and_the_old_one_ends()
    {
        var task = await server.AddTaskAsync("Starts twice", start: true);
        var first = server.HookHeaders(task);
        Assert.Equal(200, (await server.SendLocalAsync("POST", $"/tasks/{task}/restart")).Status);
        var second = server.HookHeaders(task);
        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(401, (await server.SendHookAsync(Harmless, first)).Status);
        Assert.Equal(204, (await server.SendHookAsync(Harmless, second)).Status);
    }

    [Fact]
    public async Task A_conversation_that_belongs_to_another_task_or_to_nobody_is_never_taken_for_that_task()
    {
        var (first, second) = (await server.AddTaskAsync("First", start: true), await server.AddTaskAsync("Second", start: true));
        var theirs = (await server.SendLocalAsync("GET", $"/tasks/{second}")).Json().GetProperty("claude").GetProperty("sessionId").GetString()!;
        var before = await ShownAsync(second);
        foreach (var session in new[] { theirs, Guid.NewGuid().ToString() })
        {
            foreach (var hook in new[] { ProductScene.Hook("SessionStart", new { source = "startup" }, session), ProductScene.Hook("UserPromptSubmit", new { prompt = "go" }, session), ProductScene.Hook("SessionEnd", new { reason = "other" }, session) })
            {
                Assert.Equal(204, (await server.SendHookAsync(hook, server.HookHeaders(first))).Status);
                Assert.Equal(401, (await server.SendHookAsync(hook)).Status);
            }
        }

        Assert.Equal(before, await ShownAsync(second));
    }

    [Fact]
    public async Task A_hook_of_more_than_a_megabyte_is_refused_however_it_is_sent()
    {
        var scene = await server.SceneAsync();
        var headers = server.HookHeaders(scene.Running);
        var large = ProductScene.Hook(Stop, new { last_assistant_message = new string('a', 1024 * 1024) });
        Assert.Equal(413, (await server.SendHookAsync(large, headers)).Status);
        Assert.Equal(413, (await server.SendHookAsync(RawHttp.InChunks(large), [.. headers, "Transfer-Encoding: chunked"])).Status);
        var fits = ProductScene.Hook(Stop, new { last_assistant_message = new string('a', 1000 * 1024) });
        Assert.Equal(204, (await server.SendHookAsync(fits, headers)).Status);
        Assert.Equal(204, (await server.SendHookAsync(RawHttp.InChunks(fits), [.. headers, "Transfer-Encoding: chunked"])).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}{}")]
    [InlineData("""{"hook_event_name":"Stop"}""")]
    [InlineData("""{"hook_event_name":"Stop","session_id":"../../x"}""")]
    [InlineData("""{"hook_event_name":"","session_id":"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10"}""")]
    [InlineData("""{"hook_event_name":"Stop\ud83d","session_id":"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10"}""")]
    [InlineData("{deep}")]
    public async Task What_is_no_hook_is_a_bad_request(string body)
    {
        var scene = await server.SceneAsync();
        var deep = ProductScene.Hook(Stop, new { }).Replace("{", $$"""{"x":{{new string('[', 64)}}{{new string(']', 64)}},""", StringComparison.Ordinal);
        var before = await ProductState.ReadAsync(server);
        Assert.Equal(400, (await server.SendHookAsync(body.Replace("{deep}", deep, StringComparison.Ordinal), server.HookHeaders(scene.Running))).Status);
        Assert.Equal(400, (await server.SendHookAsync(Harmless, [.. server.HookHeaders(scene.Running), $"X-Chorus-Request: {new string('a', 129)}"])).Status);
        Assert.Equal(415, (await server.SendHookAsync(Harmless, [.. server.HookHeaders(scene.Running), "Content-Type: text/plain"])).Status);
        await ProductState.AssertSameAsync(server, before);
    }

    /// <summary>Legal JSON that is hard to write again: half a character, as deep as a hook may be, and bytes that are no text.</summary>
    [Theory]
    [InlineData("""{"command":"echo \ud83d","\ud83d":1}""", 1)]
    [InlineData("""{"command":"deep","x":[DEEP]}""", 1)]
    [InlineData("""{"command":"not text \u00ff"}""", 0)]
    public async Task Whatever_an_agent_asks_every_list_and_page_can_still_be_read(string input, int asked)
    {
        var task = await server.AddTaskAsync("Asks strangely", start: true);
        var browser = await server.LogInAsync();
        // Together with the two objects and the array around it: the deepest that is taken.
        var json = ProductScene.Hook("PermissionRequest", new { tool_name = "Bash", tool_input = "INPUT" })
            .Replace("\"INPUT\"", input.Replace("DEEP", new string('[', 57) + new string(']', 57), StringComparison.Ordinal), StringComparison.Ordinal);
        var text = RawHttp.Request("POST", "/hooks/claude", [.. server.HookHeaders(task), "Content-Type: application/json"], json, "localhost");
        // A byte that is no UTF-8 in the place of an escaped letter; the length stays.
        var bytes = Encoding.UTF8.GetBytes(text);
        var at = text.IndexOf("\\u00ff", StringComparison.Ordinal);
        if (at >= 0)
        {
            bytes.AsSpan(at, 6).Fill(0xff);
        }

        var socket = await RawHttp.ConnectAsync(RawHttp.Unix(server.State.HookSocket));
        await socket.SendAsync(bytes);
        if (asked > 0)
        {
            await server.UntilAsync("/tasks/" + task.ToString(CultureInfo.InvariantCulture), one => one.GetProperty("claude").GetProperty("status").GetString() == "waiting");
        }
        else
        {
            var buffer = new byte[1000];
            var count = await socket.ReceiveAsync(buffer);
            Assert.Equal(400, RawAnswer.Parse(buffer[..count]).Status);
        }

        foreach (var path in new[] { "/permissions", $"/tasks/{task}", "/", "/tasks" })
        {
            foreach (var accept in new[] { "application/json", "text/html" })
            {
                Assert.Equal(200, (await server.GetAsync(path, $"Cookie: {browser.Cookie}", $"Accept: {accept}")).Status);
            }
        }

        var list = (await server.GetAsync("/permissions", $"Cookie: {browser.Cookie}", "Accept: application/json")).Json();
        Assert.Equal(asked, list.EnumerateArray().Count(one => one.GetProperty("taskId").GetInt64() == task));
        socket.Dispose();
        await server.UntilAsync("/permissions?status=open", open => open.EnumerateArray().All(one => one.GetProperty("taskId").GetInt64() != task));
    }

    [Fact]
    public async Task A_hook_that_breaks_off_asks_nothing_and_a_relay_that_goes_away_leaves_the_word_to_the_terminal()
    {
        var task = await server.AddTaskAsync("Breaks off", start: true);
        var request = RawHttp.Request("POST", "/hooks/claude", [.. server.HookHeaders(task), "Content-Type: application/json"], ProductScene.Hook("PermissionRequest", new { tool_name = "Bash", tool_input = new { command = "half" } }), "localhost");
        using (var half = await RawHttp.ConnectAsync(RawHttp.Unix(server.State.HookSocket)))
        {
            await half.SendAsync(Encoding.UTF8.GetBytes(request[..^10]));
        }

        using (var whole = await RawHttp.ConnectAsync(RawHttp.Unix(server.State.HookSocket)))
        {
            await whole.SendAsync(Encoding.UTF8.GetBytes(request));
            await server.UntilAsync("/permissions?status=open", list => list.EnumerateArray().Any(one => one.GetProperty("taskId").GetInt64() == task));
        }

        await server.UntilAsync("/permissions?status=open", list => list.EnumerateArray().All(one => one.GetProperty("taskId").GetInt64() != task));
        var asked = Assert.Single((await server.SendLocalAsync("GET", "/permissions")).Json().EnumerateArray(), one => one.GetProperty("taskId").GetInt64() == task);
        Assert.Equal("answered-in-terminal", asked.GetProperty("status").GetString());
    }

    /// <summary>The task as the list has it: without the signals, which the monitor's own looks add to.</summary>
    private async Task<string> ShownAsync(long task) =>
        (await server.SendLocalAsync("GET", "/tasks")).Json().EnumerateArray().Single(one => one.GetProperty("id").GetInt64() == task).GetRawText();
}
