using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Benchmarks;

/// <summary>Sends hooks in the name of a running agent, with the secret that Chorus gave to it.</summary>
internal sealed class AgentHooks : IDisposable
{
    private readonly HttpClient http;
    private readonly string session;
    private readonly string project;

    private AgentHooks(IReadOnlyList<string> environment, string session, string project)
    {
        (this.session, this.project) = (session, project);
        http = UnixHttp.Client(Value(environment, "CHORUS_HOOK_SOCKET"));
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Value(environment, "CHORUS_HOOK_TOKEN")}");
        http.DefaultRequestHeaders.Add("X-Chorus-Task", Value(environment, "CHORUS_TASK_ID"));
    }

    public static async Task<AgentHooks> OfTaskAsync(ChorusServer server, Sandbox sandbox, int task)
    {
        var environment = sandbox.Processes().Select(RunningProcesses.EnvironmentOf)
            .First(variables => variables.Contains($"CHORUS_TASK_ID={task.ToString(CultureInfo.InvariantCulture)}"));
        var claude = (await server.Api.GetAsync($"tasks/{task}")).GetProperty("claude");
        return new AgentHooks(environment, claude.GetProperty("sessionId").GetString()!, sandbox.Project);
    }

    /// <summary>Claude Code is about to run the command.</summary>
    public async Task ToolAsync(string command)
    {
        using var response = await SendAsync("PreToolUse", "Bash", command, project);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Claude Code asks whether it may run the command; the moment (in ticks of the stopwatch) at which the answer came.</summary>
    public async Task<long> AskAsync(string command)
    {
        using var response = await SendAsync("PermissionRequest", "Bash", command, project);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var answered = Stopwatch.GetTimestamp();
        var behaviour = answer.GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("behavior").GetString();
        return behaviour == "allow" ? answered : throw new InvalidOperationException($"The answer was {answer}.");
    }

    /// <summary>Asks for whatever is given, and the words that came with the denial.</summary>
    public async Task<string?> AskForWordsAsync(string tool, string command, string folder)
    {
        using var response = await SendAsync("PermissionRequest", tool, command, folder);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("message").GetString();
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> SendAsync(string eventName, string tool, string command, string folder)
    {
        var payload = new
        {
            session_id = session,
            transcript_path = "/dev/null",
            cwd = folder,
            prompt_id = "bench",
            permission_mode = "default",
            hook_event_name = eventName,
            tool_name = tool,
            tool_input = new { command, description = "Measure" },
        };
        return http.PostAsJsonAsync("/hooks/claude", payload);
    }

    private static string Value(IReadOnlyList<string> environment, string name) =>
        environment.First(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
