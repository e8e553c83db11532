using System.Text.Json;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd;

/// <summary>Threat S20: whatever happens to the server while agents wait for an answer, nothing is allowed that nobody allowed.</summary>
public sealed class FailClosedTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    [Fact]
    public async Task A_server_killed_with_open_requests_allows_nothing_and_answers_each_of_them_later()
    {
        var (relays, rounds) = Place.IsFull ? (20, 100) : (4, 2);
        var task = await quiet.Api.StartTaskAsync("Asks");
        var environment = await EnvironmentAsync(task);
        var waiting = Enumerable.Range(1, relays).Select(relay => Start(environment, relay)).ToList();
        try
        {
            var asked = await OpenAsync(relays);
            for (var round = 1; round <= rounds; round++)
            {
                await quiet.Server.KillAsync();
                Assert.All(waiting, relay => Assert.True(!relay.HasExited && relay.Output.Length == 0, $"Round {round}, killed: {relay.Output}{relay.Error}"));
                await quiet.Server.StartAsync();
                Assert.Equal(asked, await OpenAsync(relays));
                Assert.All(waiting, relay => Assert.True(!relay.HasExited && relay.Output.Length == 0, $"Round {round}, started: {relay.Output}{relay.Error}"));
            }

            // They wait in earnest: what is decided now reaches each, once.
            for (var relay = 1; relay <= relays; relay++)
            {
                var request = await quiet.Api.AskedAsync($"echo {relay} end");
                await quiet.Api.DecideAsync(request, relay % 2 == 0 ? "allow" : "deny", relay % 2 == 0 ? null : $"No {relay}.");
                var finished = await waiting[relay - 1].FinishedAsync(TimeSpan.FromSeconds(20));
                var decision = JsonElement.Parse(finished.Output).GetProperty("hookSpecificOutput").GetProperty("decision");
                Assert.Equal(relay % 2 == 0 ? "allow" : "deny", decision.GetProperty("behavior").GetString());
            }
        }
        finally
        {
            foreach (var relay in waiting) { await relay.DisposeAsync(); }
        }
    }

    /// <summary>The ids of the open requests, once there are so many and a relay waits for each.</summary>
    private async Task<IReadOnlyList<string>> OpenAsync(int count)
    {
        IReadOnlyList<string> ids = [];
        await Eventually.TrueAsync($"{count} requests are open", async () =>
        {
            ids = [.. (await quiet.Api.GetAsync("permissions?status=open")).EnumerateArray().Select(request => request.GetProperty("id").GetString()!)];
            return ids.Count == count;
        });
        return ids;
    }

    /// <summary>What Claude Code does for a permission request.</summary>
    private LocalProcess Start(IReadOnlyDictionary<string, string> environment, int number)
    {
        var payload = JsonSerializer.Serialize(new
        {
            hook_event_name = "PermissionRequest",
            session_id = "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10",
            tool_name = "Bash",
            tool_input = new { command = $"echo {number} end" },
            cwd = quiet.Sandbox.Project,
        });
        return LocalProcess.Start(Place.Dotnet, ["exec", Place.Chorus, "hook", "--wait"], quiet.Sandbox.Project, environment, payload);
    }

    private async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(int task)
    {
        IReadOnlyList<string> found = [];
        await Eventually.TrueAsync("the agent has its environment", () =>
        {
            found = quiet.Sandbox.Processes().Select(RunningProcesses.EnvironmentOf).FirstOrDefault(variables => variables.Contains($"CHORUS_TASK_ID={task}")) ?? [];
            return found.Count > 0;
        });
        return found.Select(variable => variable.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
