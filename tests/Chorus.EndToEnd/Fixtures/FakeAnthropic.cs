using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>Anthropic's API, played by a small program on loopback; what it answers stands in the prompt (see its README).</summary>
internal sealed partial class FakeAnthropic : IAsyncDisposable
{
    private readonly LocalProcess process;
    private readonly HttpClient http = new();

    private FakeAnthropic(LocalProcess process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <param name="port">Where it listens; 0 takes a free port.</param>
    public static async Task<FakeAnthropic> StartAsync(int port = 0)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" };
        var process = LocalProcess.Start(Place.Program("node"), [Place.FakeAnthropic, "--port", port.ToString(CultureInfo.InvariantCulture)], Path.GetTempPath(), environment);
        var line = await Eventually.FindAsync(
            "the fake API listens", () => Task.FromResult(Address().Match(process.Output) is { Success: true } match ? match : null), seen: () => process.Error);
        return new FakeAnthropic(process, new Uri(line.Value));
    }

    /// <summary>Every conversation request the model got, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> ConversationsAsync()
    {
        var all = await http.GetFromJsonAsync<JsonElement>(new Uri(Url, "/__fake/requests"));
        return [.. all.EnumerateArray()
            .Where(request => request.GetProperty("path").GetString()!.StartsWith("/v1/messages", StringComparison.Ordinal))
            .Select(request => request.GetProperty("body").Clone())];
    }

    /// <summary>What the person typed, as the model got it: every text block of the user's turns in the newest request.</summary>
    public async Task<IReadOnlyList<string>> TypedTextsAsync()
    {
        var conversations = await ConversationsAsync();
        return conversations.Count == 0 ? [] : [.. conversations[^1].GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("role").GetString() == "user")
            .SelectMany(message => Texts(message.GetProperty("content")))];
    }

    /// <summary>Since when the reply of this name is held back; null when nobody waits for it.</summary>
    public async Task<DateTimeOffset?> HeldSinceAsync(string name) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(Url, "/__fake/held"))).EnumerateArray()
            .Where(held => held.GetProperty("name").GetString() == name)
            .Select(held => (DateTimeOffset?)held.GetProperty("since").GetDateTimeOffset())
            .FirstOrDefault();

    /// <summary>Lets a held reply go, now or as soon as it is asked for.</summary>
    public async Task ReleaseAsync(string name) =>
        (await http.PostAsJsonAsync(new Uri(Url, "/__fake/release"), new { name })).EnsureSuccessStatusCode();

    /// <summary>Everything the model was told in its newest request, for a rough look.</summary>
    public async Task<string> NewestRequestAsync() => (await ConversationsAsync()) is [.., var newest] ? newest.GetRawText() : "";

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
    }

    private static IEnumerable<string> Texts(JsonElement content) => content.ValueKind is JsonValueKind.String
        ? [content.GetString()!]
        : content.EnumerateArray().Where(block => block.GetProperty("type").GetString() == "text").Select(block => block.GetProperty("text").GetString()!);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
