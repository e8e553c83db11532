using System.Globalization;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <content>What happens to its processes and files.</content>
internal sealed partial class CaseRun
{
    /// <summary>When a file of this case appeared.</summary>
    public async Task<DateTimeOffset> FileAsync(string name)
    {
        await Eventually.TrueAsync($"{played.Name}: {name} is there", () => File.Exists(InProject(name)));
        return File.GetLastWriteTimeUtc(InProject(name));
    }

    public async Task<DateTimeOffset> SignalAsync(int signal)
    {
        var process = await ProcessAsync();
        var now = DateTimeOffset.UtcNow;
        LocalProcess.Kill(process, signal);
        return now;
    }

    /// <summary>Kills the process that waits for Chorus' answer to this task's request.</summary>
    public async Task<DateTimeOffset> KillRelayAsync()
    {
        var relay = 0;
        await Eventually.TrueAsync($"{played.Name}: its relay", () => (relay = world.Sandbox.Processes().FirstOrDefault(IsRelay)) != 0);
        var now = DateTimeOffset.UtcNow;
        LocalProcess.Kill(relay);
        return now;
    }

    /// <summary>Sends a hook of this task as its Claude Code would.</summary>
    public async Task<DateTimeOffset> HookAsync(string name, string members)
    {
        var session = (await TaskAsync()).GetProperty("claude").GetProperty("sessionId").GetString();
        var file = Directory.GetFiles(Path.Combine(world.Sandbox.StateOfProject, "tasks", Task.ToString(CultureInfo.InvariantCulture)), "hooks-*.curl").Single();
        var payload = $$"""{ "session_id": "{{session}}", "cwd": "{{world.Sandbox.Project}}", "hook_event_name": "{{name}}", {{members}} }""";
        var now = DateTimeOffset.UtcNow;
        var sent = await LocalProcess.RunAsync(Place.Program("curl"), ["-q", "-K", file], world.Sandbox.Project, world.Sandbox.Variables, payload);
        Assert.True(sent.ExitCode == 0, sent.ToString());
        return now;
    }

    /// <summary>The file of the conversation, once it holds something to resume.</summary>
    public async Task<string> TranscriptAsync()
    {
        var session = (await TaskAsync()).GetProperty("claude").GetProperty("sessionId").GetString();
        var projects = Path.Combine(world.Sandbox.Home, ".claude", "projects");
        var transcript = "";
        await Eventually.TrueAsync($"{played.Name}: the conversation is written", () =>
        {
            transcript = Directory.GetFiles(projects, $"{session}.jsonl", SearchOption.AllDirectories).FirstOrDefault() ?? "";
            return transcript.Length > 0 && File.ReadAllText(transcript).Contains("\"type\":\"assistant\"", StringComparison.Ordinal);
        });
        return transcript;
    }

    private bool IsRelay(int process) =>
        RunningProcesses.CommandLineOf(process) is [.., "hook", "--wait"] && RunningProcesses.EnvironmentOf(process).Contains($"CHORUS_TASK_ID={Task}", StringComparer.Ordinal);
}
