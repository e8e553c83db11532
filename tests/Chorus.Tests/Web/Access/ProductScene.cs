using System.Text.Json;

namespace Chorus.Tests.Web.Access;

/// <summary>Something of everything a project has: tasks in several states, one of which asks, with events and messages.</summary>
internal sealed record ProductScene(long Pending, long Running, long Stopped, long Done, string Request, Task<RawAnswer> Answer)
{
    public const string Session = "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10";

    public static async Task<ProductScene> SetAsync(ProductServer server)
    {
        var pending = await server.AddTaskAsync("Waits");
        var running = await server.AddTaskAsync("Runs", start: true);
        var stopped = await server.AddTaskAsync("Is stopped", start: true);
        var done = await server.AddTaskAsync("Is done", start: true);
        await SucceedAsync(server.SendLocalAsync("DELETE", $"/tasks/{stopped}/run"));
        await SucceedAsync(server.SendLocalAsync("POST", $"/tasks/{done}/outcome", """{"outcome":"completed","note":"Good."}"""));
        await SucceedAsync(server.SendHookAsync(Hook("SessionStart", new { source = "startup" }), server.HookHeaders(running)));
        await SucceedAsync(server.SendHookAsync(Hook("UserPromptSubmit", new { prompt = "go" }), server.HookHeaders(running)));
        await SucceedAsync(server.SendLocalAsync("POST", $"/tasks/{running}/messages", """{"text":"later"}"""));

        var answer = AskAsync(server, running, new { command = "npm test" });
        // The status comes after the request: what is compared later must not change by itself.
        await server.UntilAsync($"/tasks/{running}", task => task.GetProperty("claude").GetProperty("status").GetString() == "waiting");
        var open = (await server.SendLocalAsync("GET", "/permissions?status=open")).Json();
        var request = open.EnumerateArray().Single(one => one.GetProperty("taskId").GetInt64() == running).GetProperty("id").GetString()!;
        return new ProductScene(pending, running, stopped, done, request, answer);
    }

    /// <summary>The agent asks and waits for the answer.</summary>
    public static Task<RawAnswer> AskAsync(ProductServer server, long task, object input) =>
        server.SendHookAsync(Hook("PermissionRequest", new { tool_name = "Bash", tool_input = input }), [.. server.HookHeaders(task), $"X-Chorus-Request: {Guid.NewGuid():N}"]);

    public static string Hook(string name, object more, string session = Session)
    {
        var fields = JsonSerializer.SerializeToNode(more)!.AsObject();
        (fields["hook_event_name"], fields["session_id"], fields["cwd"]) = (name, session, "/somewhere");
        return fields.ToJsonString();
    }

    private static async Task SucceedAsync(Task<RawAnswer> sent)
    {
        var answer = await sent;
        Assert.True(answer.Status is >= 200 and < 300, $"{answer.Status}: {answer.Body}");
    }
}
