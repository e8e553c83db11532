using System.Text.Json;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd;

/// <summary>Threats S28 and S29: no text is ever taken for an option, a command, a format or a target, and all of it reaches the agent byte for byte.</summary>
public sealed class HostileTextTests : IAsyncLifetime
{
    private static readonly string[] OneLine =
    [
        "-rf", "--help", "$(touch X)", "`touch X`", "; touch X", "| touch X", "&& touch X #", "#(touch X)", "#{E:@a}", "#{pane_id}", "'", "\"", "\\", "' ; touch X '", "\" ; touch X \"", "=x", ":x", "$1", "%1", "@1",
        "a.b:c", "task-*", "ends with ;", "ends with \\;", "~", "{", "}", "${HOME}", "!touch X", "%s%n", "\\n\\033[2J", "Ünï€ 日本 😀👩‍🔧",
    ];

    private static readonly string[] Longer = ["two\nlines ; touch X\n\n#(touch X)", string.Concat(Enumerable.Repeat("0123456789 $(touch X)\n", 4545))];

    private readonly Sandbox sandbox = new();
    private readonly RecordingAgent agent;
    private readonly ChorusServer server;

    public HostileTextTests() => (agent, server) = (new RecordingAgent(sandbox), new ChorusServer(sandbox));

    public Task InitializeAsync() => server.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_is_written_in_the_browser_reaches_the_agent_as_it_is()
    {
        var page = await PageClient.LogInAsync(server);
        var tasks = new List<(int Id, string Title, string Brief)>();
        foreach (var (title, brief) in OneLine.Select(text => (text, text)).Concat(Longer.Select(text => ("Long", text))))
        {
            var added = await page.SendAsync("POST", "/tasks", [.. page.Proofs, "Accept: application/json", "Content-Type: application/x-www-form-urlencoded"], $"title={Uri.EscapeDataString(title)}&brief={Uri.EscapeDataString(brief)}&start=true");
            Assert.True(added.Status == 201, $"'{title}' was answered {added.Status}: {added.Body}");
            tasks.Add((added.Json().GetProperty("id").GetInt32(), title, brief));
        }

        foreach (var task in tasks) { await AssertArrivedAsync(task.Id, task.Title, task.Brief); }
        foreach (var text in OneLine.Concat(Longer))
        {
            Assert.Equal(200, (await page.ChangeAsync("POST", $"/tasks/{tasks[0].Id}/messages", new { text })).Status);
        }

        await AssertTypedAsync(tasks[0].Id, OneLine.Concat(Longer));
        AssertNothingRan();
    }

    [Fact]
    public async Task Whatever_is_written_on_the_command_line_reaches_the_agent_as_it_is()
    {
        // Two at once: each is a start of the program.
        foreach (var pair in OneLine.Chunk(2))
        {
            await Task.WhenAll(pair.Select(async text =>
            {
                var added = await DoneAsync("task", "add", "--brief", $"brief: {text}", "--start", "--json", "--", text);
                await AssertArrivedAsync(JsonElement.Parse(added.Output).GetProperty("id").GetInt32(), text, $"brief: {text}");
            }));
        }

        var file = Path.Combine(sandbox.Home, "$(touch X) ; #(touch X) 'brief'.md");
        await File.WriteAllTextAsync(file, Longer[1]);
        var last = JsonElement.Parse((await DoneAsync("task", "add", "From a file", "--brief-file", file, "--start", "--json")).Output).GetProperty("id").GetInt32();
        await AssertArrivedAsync(last, "From a file", Longer[1]);
        string[] sent = ["-rf", "$(touch X) `touch X` ; touch X | touch X #(touch X) #{E:@a} ' \" \\ $1 %1 @1 ;", "two\nlines", "a\u001b[201~b\r"];
        foreach (var text in sent) { await DoneAsync("task", "send", $"{last}", "--", text); }
        var long1 = await sandbox.CliWithInputAsync(Longer[1], "task", "send", $"{last}", "-");
        Assert.True(long1.ExitCode == 0, long1.ToString());

        // What could end the paste or press Enter is left out; the rest of that message is typed.
        await AssertTypedAsync(last, [.. sent[..^1], "a[201~b", Longer[1]]);
        await DoneAsync("task", "complete", $"{last}", "--note", "$(touch X) ; 'done'");
        Assert.Equal("$(touch X) ; 'done'", (await server.Api.GetAsync($"tasks/{last}")).GetProperty("result").GetString());
        AssertNothingRan();
    }

    [Fact]
    public async Task Whatever_is_said_about_a_request_reaches_the_agent_as_it_is()
    {
        var page = await PageClient.LogInAsync(server);
        var task = await server.Api.StartTaskAsync("Asks");
        await agent.ArgumentsAsync(task);
        foreach (var text in OneLine.Concat(Longer[..1]))
        {
            using var hooks = await AgentHooks.OfTaskAsync(server, sandbox, task);
            var asking = hooks.AskForWordsAsync(tool: text, command: text, folder: "/" + text);
            var request = (await server.Api.AskedAsync("open")).Clone();
            Assert.Equal((text, text, "/" + text), (request.GetProperty("tool").GetString(), request.GetProperty("input").GetProperty("command").GetString(), request.GetProperty("cwd").GetString()));
            var denied = await page.ChangeAsync("POST", $"/permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision = "deny", message = text });
            Assert.True(denied.Status == 200, $"'{text}' was answered {denied.Status}: {denied.Body}");
            Assert.Equal(text, await asking);
        }

        AssertNothingRan();
    }

    [Fact]
    public async Task What_no_program_could_be_given_is_refused()
    {
        var page = await PageClient.LogInAsync(server);
        var task = await server.Api.StartTaskAsync("Stays");
        var pending = (await server.Api.PostAsync("tasks", new { title = "Pending" })).GetProperty("id").GetInt32();
        await agent.ArgumentsAsync(task);
        using var hooks = await AgentHooks.OfTaskAsync(server, sandbox, task);
        var asking = hooks.AskAsync("echo");
        var request = await server.Api.AskedAsync("echo");
        (string Method, string Path, object Body)[] refused =
        [
            .. new[] { "a\0b", "two\nlines", "a\rERROR x", "a\u001b[2J", new string('a', 301), "", " " }.Select(title => ("POST", "/tasks", (object)new { title })),
            ("PUT", $"/tasks/{pending}", new { title = "a\0b" }),
            ("POST", "/tasks", new { title = "a", brief = "a\0b" }), ("POST", "/tasks", new { title = "a", brief = new string('a', 100_001) }), ("PUT", $"/tasks/{pending}", new { brief = "a\0b" }),
            .. OneLine.Append("a\0b").Where(text => text is not ("@1" or ":x" or "a.b:c")).SelectMany(text => new[] { ("POST", "/tasks", (object)new { title = "a", model = text }), ("POST", "/tasks", new { title = "a", permissionMode = text }), ("POST", "/tasks", new { title = "a", stackMode = text }) }),
            ("POST", $"/tasks/{task}/messages", new { text = "a\0b" }), ("POST", $"/tasks/{task}/messages", new { text = new string('a', 100_001) }), ("POST", $"/tasks/{task}/messages", new { text = " \n" }),
            ("POST", $"/tasks/{task}/outcome", new { outcome = "completed", note = "a\0b" }), ("POST", $"/tasks/{task}/outcome", new { outcome = "completed", note = new string('a', 10_001) }), ("POST", $"/tasks/{task}/outcome", new { outcome = "$(touch X)" }),
            ("POST", $"/permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision = "deny", message = "a\0b" }),
            ("POST", $"/permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision = "deny", message = new string('a', 10_001) }),
            ("POST", $"/permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision = "$(touch X)" }),
        ];
        var before = (await server.Api.GetAsync("tasks")).GetRawText() + await server.Api.GetAsync("permissions");
        foreach (var (method, path, body) in refused)
        {
            var answer = await page.ChangeAsync(method, path, body);
            Assert.True(answer.Status == 422, $"{method} {path} {JsonSerializer.Serialize(body)[..Math.Min(80, JsonSerializer.Serialize(body).Length)]} was answered {answer.Status}: {answer.Body}");
        }

        Assert.Equal(before, (await server.Api.GetAsync("tasks")).GetRawText() + await server.Api.GetAsync("permissions"));
        Assert.False(asking.IsCompleted);
        await server.Api.DecideAsync(request, "allow");
        await asking;
        AssertNothingRan();
    }

    [Fact]
    public async Task A_model_that_looks_like_a_target_is_only_a_word()
    {
        foreach (var model in new[] { "@1", ":x", "a.b:c" })
        {
            var task = (await server.Api.PostAsync("tasks", new { title = "Model", model, start = true })).GetProperty("id").GetInt32();
            var arguments = await agent.ArgumentsAsync(task);
            Assert.Equal(model, arguments[arguments.ToList().IndexOf("--model") + 1]);
        }
    }

    [Fact]
    public async Task A_project_may_have_any_name()
    {
        var project = Directory.CreateDirectory(Path.Combine(sandbox.Home, "-rf $(touch X) `touch X` ; touch X | #(touch X) #{E:@a} ' \" \\ $1 %1 =x :x task-* é 😀;")).FullName;
        await using var process = sandbox.Start("serve", sandbox.Config, project, "--no-open");
        var socket = await Eventually.FindAsync("the second server listens", () => Task.FromResult(
            Directory.GetFiles(Path.Combine(sandbox.State, "chorus"), "server.json", SearchOption.AllDirectories).Select(Path.GetDirectoryName).FirstOrDefault(folder => folder != sandbox.StateOfProject)), seen: () => process.Error);
        using var api = new ServerApi(Path.Combine(socket, "server.sock"));
        Assert.Equal(project, (await api.GetAsync("server")).GetProperty("project").GetString());
        var task = await api.StartTaskAsync("Where am I");
        await agent.ArgumentsAsync(task);
        Assert.Equal(project, agent.Folder(task));
        var listed = await sandbox.CliAsync("task", "list", "--project", project, "--json");
        Assert.True(listed.ExitCode == 0, listed.ToString());
        AssertNothingRan();
    }

    [Fact]
    public async Task What_is_done_to_task_1_never_reaches_task_10()
    {
        for (var task = 1; task <= 10; task++) { await server.Api.PostAsync("tasks", new { title = $"Task {task}" }); }
        await server.Api.PostAsync("tasks/10/run");
        await agent.ArgumentsAsync(10);
        await server.Api.PostAsync("tasks/1/run");
        await agent.ArgumentsAsync(1);
        // Somebody else ends the first one's session: from now on its name fits only the beginning of another.
        await sandbox.TmuxAsync("kill-session", "-t", "=claude-1");
        var before = await PaneAsync();
        Assert.StartsWith("claude-10 ", before, StringComparison.Ordinal);

        foreach (var arguments in new string[][] { ["interrupt", "1"], ["send", "1", "exit"], ["stop", "1"], ["complete", "1"], ["delete", "1"] })
        {
            await sandbox.CliAsync(["task", .. arguments]);
            Assert.Equal(before, await PaneAsync());
        }

        Assert.Equal("", agent.Typed(10));
        await server.Api.PostAsync("tasks/2/run");
        await agent.ArgumentsAsync(2);
        await DoneAsync("task", "stop", "2");
        Assert.Equal(before, await PaneAsync());
    }

    private async Task<string> PaneAsync() =>
        (await sandbox.TmuxAsync("list-panes", "-a", "-f", "#{m:claude-*,#{session_name}}", "-F", "#{session_name} #{pane_pid} #{pane_dead}")).Output;

    private async Task AssertArrivedAsync(int task, string title, string brief)
    {
        var arguments = await agent.ArgumentsAsync(task);
        Assert.Equal($"--name={title}", arguments[^3]);
        Assert.Equal("--", arguments[^2]);
        Assert.Equal($"Task: {title} (the brief is in your instructions under \"Task brief\")", arguments[^1]);
        Assert.Contains($"Task {task}: {title}\n", agent.Brief(task), StringComparison.Ordinal);
        Assert.EndsWith($"\n## Task brief\n{brief}\n", agent.Brief(task), StringComparison.Ordinal);
    }

    /// <summary>Each message, and one Enter after it. A backslash before Enter would take it back, and a first "!" would be a command to Claude Code.</summary>
    private async Task AssertTypedAsync(int task, IEnumerable<string> texts)
    {
        var expected = string.Concat(texts.Select(text => $"{(text[0] == '!' ? "\n" : "")}{text.TrimEnd()}{(text[^1] == '\\' ? " " : "")}\r"));
        await Eventually.TrueAsync("every message was typed", () => agent.Typed(task).Length >= expected.Length, TimeSpan.FromSeconds(40));
        Assert.Equal(expected, agent.Typed(task));
    }

    private async Task<Finished> DoneAsync(params IReadOnlyList<string> arguments)
    {
        var finished = await sandbox.CliAsync(arguments);
        Assert.True(finished.ExitCode == 0, $"chorus {string.Join(' ', arguments)}: {finished}");
        return finished;
    }

    /// <summary>Wherever a shell would have run it: nothing of the name is anywhere below the test's folder.</summary>
    private void AssertNothingRan() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(sandbox.Project)!, "*", SearchOption.AllDirectories).Select(Path.GetFileName), name => name is ['X'] or ['X', not (>= 'A' and <= 'z')]);
}
