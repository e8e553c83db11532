using System.Text.Json;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd;

/// <summary>Threat S36: however much the program logs, it logs no secret and nothing of what its user or an agent wrote, and a line stays one line.</summary>
public sealed class AccessLogTests : IAsyncLifetime
{
    private readonly Sandbox sandbox = new();
    private readonly RecordingAgent agent;
    private readonly ChorusServer server;

    public AccessLogTests() => (agent, server) = (new RecordingAgent(sandbox), new ChorusServer(sandbox));

    public Task InitializeAsync()
    {
        sandbox.WriteConfig(ChorusServer.FreePort(), "[logging]\nlevel = \"trace\"");
        return server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task The_most_talkative_log_tells_no_secret_and_no_word_of_anybody()
    {
        var secrets = new List<string> { Sandbox.Token, PageClient.Token(sandbox) };
        var page = await PageClient.LogInAsync(server);
        secrets.AddRange(page.Secrets);
        var task = await WorkAsync(page);
        secrets.AddRange(sandbox.Processes().SelectMany(RunningProcesses.EnvironmentOf).Where(variable => variable.StartsWith("CHORUS_HOOK_TOKEN=", StringComparison.Ordinal)).Select(variable => variable.Split('=', 2)[1]));
        var code = (await server.LoginUrlAsync()).Split('=')[1];
        secrets.Add(code);
        await MisbehaveAsync(page, task, code);
        await server.Api.PostAsync($"tasks/{task}/outcome", new { outcome = "failed", note = "secret-note" });
        await sandbox.CliAsync("token", "rotate");
        secrets.Add(PageClient.Token(sandbox));
        await server.StopAsync(TimeSpan.FromSeconds(10));

        var log = server.Log + string.Concat(Directory.GetFiles(Path.Combine(sandbox.StateOfProject, "logs")).Select(File.ReadAllText));
        Assert.Contains($"Task {task}: message 1 typed", log, StringComparison.Ordinal);
        Assert.Contains("The tmux server", log, StringComparison.Ordinal);
        Assert.True(secrets.Count >= 7, $"Only {secrets.Count} secrets were found to look for.");
        Assert.DoesNotContain(secrets, secret => log.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain("secret-", log, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Split('\n'), line => line.TrimStart().StartsWith("ERROR x", StringComparison.Ordinal) || line.StartsWith("   at ", StringComparison.Ordinal));
    }

    /// <summary>A task's whole life, every text of which begins with "secret-".</summary>
    private async Task<int> WorkAsync(PageClient page)
    {
        var added = await page.ChangeAsync("POST", "/tasks", new { title = "secret-title ERROR x", brief = "secret-brief\nERROR x", start = true });
        var task = added.Json().GetProperty("id").GetInt32();
        await agent.ArgumentsAsync(task);
        await page.ChangeAsync("POST", $"/tasks/{task}/messages", new { text = "secret-message\nERROR x" });
        await Eventually.TrueAsync("the message was typed", () => agent.Typed(task).EndsWith('\r'));
        using var hooks = await AgentHooks.OfTaskAsync(server, sandbox, task);
        await hooks.ToolAsync("secret-command\nERROR x");
        var asking = hooks.AskForWordsAsync("Bash", "secret-question\nERROR x", "/secret-folder\nERROR x");
        var request = await server.Api.AskedAsync("secret-question");
        await page.ChangeAsync("POST", $"/permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision = "deny", message = "secret-denial\nERROR x" });
        Assert.Equal("secret-denial\nERROR x", await asking);
        return task;
    }

    /// <summary>What is refused, and what fails, is logged most of all.</summary>
    private async Task MisbehaveAsync(PageClient page, int task, string code)
    {
        foreach (var path in new[] { "/%0aERROR%20x", "/secret-path%0d%0aERROR%20x", "/tasks/secret-id%0aERROR%20x", $"/?token={PageClient.Token(sandbox)}", $"/login?code={code}", "/tasks/999999" })
        {
            await page.GetAsync(path);
            await page.SendAsync("GET", path, ["User-Agent: secret-agent", "Referer: http://secret-referer/"]);
        }

        await PageClient.TryAsync(server, """{"token":"secret-guess"}""");
        await PageClient.TryAsync(server, JsonSerializer.Serialize(new { token = PageClient.Token(sandbox), name = "secret-name\nERROR x" }));
        foreach (var body in new object[] { new { title = "secret-a\nERROR x" }, new { title = "secret-a", model = "secret-model\nERROR x" }, new { title = 1 } })
        {
            await page.ChangeAsync("POST", "/tasks", body);
        }

        await page.SendAsync("POST", "/tasks", [.. page.Proofs, "Content-Type: application/json"], "{\"title\":\"secret-broken");
        // tmux ends under it, and a start fails in the middle.
        await sandbox.TmuxAsync("kill-server");
        await server.Api.ClaudeIsAsync(task, "stopped", "lost");
        File.Move(Path.Combine(sandbox.Programs, "claude"), Path.Combine(sandbox.Programs, "gone"));
        await page.ChangeAsync("POST", $"/tasks/{task}/restart");
        await server.Api.ClaudeIsAsync(task, "stopped");
    }
}
