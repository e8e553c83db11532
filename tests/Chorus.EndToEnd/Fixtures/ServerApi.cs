using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>Talks to a server as the command line does: JSON over its unix socket.</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient http;

    public ServerApi(string socketPath)
    {
        http = UnixHttp.Client(socketPath);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public async Task<JsonElement> GetAsync(string path) => await http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{method} {path} was answered {(int)response.StatusCode}: {text}", null, response.StatusCode);
        }

        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public Task<JsonElement> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Adds a task and starts it; its id.</summary>
    public async Task<int> StartTaskAsync(string title, string brief = "")
    {
        var task = await PostAsync("tasks", new { title, brief, start = true });
        return task.GetProperty("id").GetInt32();
    }

    /// <summary>Waits until Claude's status and, if it matters, its reason are as given; the task as it was then.</summary>
    public async Task<JsonElement> ClaudeIsAsync(int id, string status, string? reason = null, TimeSpan? within = null)
    {
        var seen = "";
        var found = await Eventually.FindAsync(
            $"task {id} is {status}{(reason is null ? "" : $" ({reason})")}",
            async () =>
            {
                var task = await GetAsync($"tasks/{id}");
                var claude = task.GetProperty("claude");
                seen = claude.GetRawText();
                return claude.GetProperty("status").GetString() == status && (reason is null || claude.GetProperty("reason").GetString() == reason) ? new Box(task) : null;
            },
            within,
            () => seen);
        return found.Value;
    }

    /// <summary>Waits for an open permission request whose summary or input contains the text.</summary>
    public async Task<JsonElement> AskedAsync(string text, TimeSpan? within = null)
    {
        var found = await Eventually.FindAsync(
            $"a permission request about {text}",
            async () => (await GetAsync("permissions?status=open")).EnumerateArray()
                .Where(request => request.GetRawText().Contains(text, StringComparison.Ordinal))
                .Select(request => new Box(request))
                .FirstOrDefault(),
            within);
        return found.Value;
    }

    public Task<JsonElement> DecideAsync(JsonElement request, string decision, string? message = null) =>
        PostAsync($"permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision, message });

    public static bool IsConflict(HttpRequestException failure) => failure.StatusCode is HttpStatusCode.Conflict;

    public void Dispose() => http.Dispose();

    private sealed record Box(JsonElement Value);
}
