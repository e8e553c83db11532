using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Storage;
using Chorus.Tests.Processes;
using Chorus.Tmux;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Chorus.Tests.Web.Access;

/// <summary>
/// The product itself, put together by its own <see cref="ChorusApp"/>: real Kestrel on a loopback port and both unix sockets, database, tmux server; only
/// Claude Code is a script that sleeps. Every answer that passes through here must hold what holds for all answers.
/// </summary>
public sealed partial class ProductServer : IAsyncLifetime
{
    private readonly CancellationTokenSource closed = new();
    private WebApplication app = null!;
    private Database database = null!;
    private ProductScene? scene;

    public string Folder { get; } = Directory.CreateTempSubdirectory("chorus-product-").FullName;
    public string Project => Path.Combine(Folder, "project");
    public int Port { get; private set; }
    internal StateFolder State { get; private set; } = null!;
    internal string Origin => $"http://127.0.0.1:{Port}";
    internal string Host => $"127.0.0.1:{Port}";
    internal string Token => File.ReadAllText(State.Token).Trim();

    internal T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Project);
        await File.WriteAllTextAsync(Path.Combine(Project, "README.md"), "# A project\n");
        State = StateFolder.Open(Project, name => name == "XDG_STATE_HOME" ? Path.Combine(Folder, "state") : null);
        var claude = Path.Combine(Folder, "claude");
        await File.WriteAllTextAsync(claude, "#!/bin/sh\nexec sleep 100000\n");
        File.SetUnixFileMode(claude, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new ChorusOptions
        {
            Tmux = new TmuxOptions { PollInterval = TimeSpan.FromMilliseconds(250) },
            Logging = new LoggingOptions { Level = "error" },
        };
        database = Database.Open(State.Database, State.Backups, TimeProvider.System);
        app = ChorusApp.Build(new ServerParts(
            options, State, database, new ClaudeProgram(claude, Path.Combine(Folder, "claude-home")), ProgramFinder.Find("tmux", Environment.GetEnvironmentVariable)!, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System));
        await Service<TmuxServer>().StartAsync(CancellationToken.None);
        await app.StartAsync(CancellationToken.None);
        Port = Service<Chorus.Web.Access.ServerAddress>().Url.Port;
    }

    public async Task DisposeAsync()
    {
        await closed.CancelAsync();
        await app.StopAsync(CancellationToken.None);
        await Service<TmuxServer>().KillServerAsync(CancellationToken.None);
        await app.DisposeAsync();
        database.Dispose();
        closed.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Logs in as the login page does.</summary>
    internal async Task<LoggedIn> LogInAsync()
    {
        var answer = await PostJsonAsync("/login", $$"""{"token":"{{Token}}","name":"laptop"}""");
        Assert.Equal(200, answer.Status);
        return new LoggedIn(answer.Header("Set-Cookie")!.Split(';')[0], answer.Json().GetProperty("key").GetString()!);
    }

    /// <summary>Everything that a page of ours sends with a change.</summary>
    internal string[] Proofs(LoggedIn browser) => [$"Cookie: {browser.Cookie}", $"X-Chorus-Key: {browser.Key}", $"Origin: {Origin}", "Sec-Fetch-Site: same-origin"];

    internal Task<RawAnswer> PostJsonAsync(string path, string json, string from = "127.0.0.1", params IReadOnlyList<string> headers) =>
        SendRawAsync(RawHttp.Request("POST", path, ["Content-Type: application/json", $"Origin: {Origin}", .. headers], json, Host), from);

    internal Task<RawAnswer> GetAsync(string path, params IReadOnlyList<string> headers) => SendAsync("GET", path, headers);

    internal Task<RawAnswer> SendAsync(string method, string path, IReadOnlyList<string> headers, string body = "") =>
        SendRawAsync(RawHttp.Request(method, path, headers, body, Host));

    /// <summary>Exactly these bytes, from this loopback address.</summary>
    internal async Task<RawAnswer> SendRawAsync(string text, string from = "127.0.0.1") => Checked(await RawHttp.ExchangeAsync(RawHttp.Tcp(Port), text, from), text);

    /// <summary>As the command line does.</summary>
    internal async Task<RawAnswer> SendLocalAsync(string method, string path, string json = "", params IReadOnlyList<string> headers)
    {
        var text = RawHttp.Request(method, path, [$"Content-Type: {(json.Length > 0 ? "application/json" : "none/none")}", "Accept: application/json", .. headers], json, "localhost");
        return Checked(await RawHttp.ExchangeAsync(RawHttp.Unix(State.ServerSocket), text), text);
    }

    /// <summary>As an agent's hook does; waits no longer than the server lives.</summary>
    internal async Task<RawAnswer> SendHookAsync(string json, params IReadOnlyList<string> headers) => await SendAgentAsync("POST", "/hooks/claude", json, headers);

    internal async Task<RawAnswer> SendAgentAsync(string method, string path, string json, params IReadOnlyList<string> headers)
    {
        var text = RawHttp.Request(method, path, headers.Any(header => header.StartsWith("Content-Type:", StringComparison.Ordinal)) ? headers : ["Content-Type: application/json", .. headers], json, "localhost");
        using var socket = await RawHttp.ConnectAsync(RawHttp.Unix(State.HookSocket));
        return Checked(await RawHttp.ExchangeAsync(socket, text, closed.Token), text);
    }

    internal Task<(Socket Socket, RawAnswer First)> OpenStreamAsync(LoggedIn browser, string query = "") =>
        RawHttp.OpenStreamAsync(RawHttp.Tcp(Port), RawHttp.Request("GET", "/events" + query, [$"Cookie: {browser.Cookie}", "Sec-Fetch-Site: same-origin", "Accept: text/event-stream"], "", Host));

    /// <summary>Something of everything; the same for all tests as long as none of them decides its question or ends its task.</summary>
    internal async Task<ProductScene> SceneAsync() => scene is { Answer.IsCompleted: false } kept ? kept : scene = await ProductScene.SetAsync(this);

    /// <summary>Adds a task; its id.</summary>
    internal async Task<long> AddTaskAsync(string title, bool start = false)
    {
        var answer = await SendLocalAsync("POST", "/tasks", JsonSerializer.Serialize(new { title, start }));
        Assert.Equal(201, answer.Status);
        var id = answer.Json().GetProperty("id").GetInt64();
        // The started program deletes it: what is compared later must not change by itself.
        await Wait.UntilAsync(() => !File.Exists(Path.Combine(State.TaskFolder(id), "environment")));
        return id;
    }

    /// <summary>What the hooks of a running task show, from the file it was handed.</summary>
    internal string[] HookHeaders(long task)
    {
        var file = File.ReadAllText(Directory.GetFiles(State.TaskFolder(task), "hooks-*.curl").Single());
        return [$"Authorization: {Bearer().Match(file).Value}", $"X-Chorus-Task: {task.ToString(CultureInfo.InvariantCulture)}"];
    }

    /// <summary>Waits until a condition over the JSON at a path holds.</summary>
    internal async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var json = (await SendLocalAsync("GET", path)).Json();
            if (condition(json))
            {
                return json;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{path} stayed {json}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Holds for every answer whatever was asked: no failure of ours, no inside, no invitation to other pages, and pages only with what contains them.</summary>
    private static RawAnswer Checked(RawAnswer answer, string request)
    {
        var about = $"{request.Split('\r')[0]} was answered {answer.Status}: {answer.Body}";
        Assert.True(answer.Status is < 500 or 503, about);
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers, header => header.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Name is "Server" or "X-Powered-By");
        if (answer.Header("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            ContainingHeaders.AssertOn(answer, about);
        }

        return answer;
    }

    [GeneratedRegex(@"Bearer [\w-]+")]
    private static partial Regex Bearer();
}

/// <summary>Tests on one product server, one after the other: they compare its state before and after.</summary>
[CollectionDefinition(Name)]
public sealed class ProductGroup : ICollectionFixture<ProductServer>
{
    public const string Name = "product";
}
