using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chorus.Processes;

namespace Chorus.Commands.Scripted;

/// <summary>Runs the hooks of a settings file as Claude Code does; a hook that fails in any way has nothing to say.</summary>
internal sealed partial class AgentHooks(JsonElement settings, string folder, Func<string, string?> environment) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    public static AgentHooks Load(string? settingsFile, string folder, Func<string, string?> environment)
    {
        if (settingsFile is null) { return new AgentHooks(default, folder, environment); }
        using var document = JsonDocument.Parse(File.ReadAllText(settingsFile));
        return new AgentHooks(document.RootElement.Clone(), folder, environment);
    }

    public void Dispose() => http.Dispose();

    /// <summary>What the hooks of an event said, whole JSON objects only.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunAsync(string eventName, string? tool, string payload, CancellationToken cancellationToken)
    {
        var hooks = settings.Field("hooks").Field(eventName).Items()
            .Where(group => Matches(group.Text("matcher"), tool))
            .SelectMany(group => group.Field("hooks").Items())
            .Select(hook => RunAsync(eventName, hook, payload, cancellationToken));
        return [.. (await Task.WhenAll(hooks)).Select(Answer).OfType<JsonElement>()];
    }

    internal static bool Matches(string matcher, string? tool) =>
        matcher is "" or "*" || tool is null || Regex.IsMatch(tool, $"^(?:{matcher})$", RegexOptions.NonBacktracking);

    /// <summary>Variables are filled in only where the hook lists them; an unlisted one becomes empty.</summary>
    internal string Expand(string value, IReadOnlyCollection<string> allowed) => Variable().Replace(value, match =>
    {
        var name = match.Groups[1].Value + match.Groups[2].Value;
        return allowed.Contains(name) ? environment(name) ?? "" : "";
    });

    private async Task<string> RunAsync(string eventName, JsonElement hook, string payload, CancellationToken cancellationToken)
    {
        var timeout = hook.Field("timeout") is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : TimeSpan.FromMinutes(10);
        try
        {
            return hook.Text("type") switch
            {
                // Claude Code never sends these two over http.
                "http" when eventName is not ("SessionStart" or "Setup") => await PostAsync(hook, payload, timeout, cancellationToken),
                "command" => await CommandAsync(hook.Text("command"), payload, timeout, cancellationToken),
                _ => "",
            };
        }
        catch (HttpRequestException) { return ""; }
        catch (IOException) { return ""; }
        catch (ProcessFailedException) { return ""; }
        catch (OperationCanceledException) { return ""; }
    }

    private async Task<string> PostAsync(JsonElement hook, string payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Text("url")) { Content = new StringContent(payload, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var allowed = hook.Field("allowedEnvVars").Items().Select(name => name.GetString() ?? "").ToHashSet();
        if (hook.Field("headers") is { ValueKind: JsonValueKind.Object } headers)
        {
            foreach (var header in headers.EnumerateObject())
            {
                request.Headers.TryAddWithoutValidation(header.Name, Expand(header.Value.GetString() ?? "", allowed));
            }
        }

        using var response = await http.SendAsync(request, limit.Token);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(limit.Token) : "";
    }

    private async Task<string> CommandAsync(string command, string payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = new ProcessRequest("sh", ["-c", command]) { WorkingDirectory = folder, StandardInput = payload, Timeout = timeout };
        return (await ProcessRunner.RunAsync(request, cancellationToken)).Output;
    }

    private static JsonElement? Answer(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException) { return null; }
    }

    [GeneratedRegex(@"\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
