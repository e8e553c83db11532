using System.Net;
using System.Net.Sockets;
using Chorus.Events;
using Chorus.Storage;
using Chorus.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Chorus.Tests.Web.Access;

/// <summary>A real server on a loopback port and a unix socket, with one endpoint of each audience behind the access rules.</summary>
internal sealed class AccessServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool ownsFolder;

    private AccessServer(WebApplication app, string folder, bool ownsFolder, FakeTimeProvider clock)
    {
        (this.app, Folder, this.ownsFolder, Clock) = (app, folder, ownsFolder, clock);
        Port = app.Services.GetRequiredService<ServerAddress>().Url.Port;
    }

    public string Folder { get; }
    public FakeTimeProvider Clock { get; }
    public int Port { get; }
    public string Origin => $"http://127.0.0.1:{Port}";
    public string TokenFile => Path.Combine(Folder, "token");
    public string Token => File.ReadAllText(TokenFile).Trim();
    public int Changes { get; private set; }
    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<AccessServer> StartAsync(IReadOnlyList<string>? allowedHosts = null, string? folder = null, FakeTimeProvider? clock = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("chorus-access-").FullName;
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            AccessLimits.Apply(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.ListenFor(new Caller.Local(), SocketIn(folder));
            kestrel.ListenFor(new Caller.Agent(), HookSocketIn(folder));
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<EventBus>();
        builder.Services.AddSingleton(Database.Open(Path.Combine(folder, "chorus.db"), Path.Combine(folder, "backups"), clock));
        builder.Services.AddAccess(new AccessOptions
        {
            AllowedHosts = allowedHosts ?? [],
            TokenFile = Path.Combine(folder, "token"),
            LoginPage = _ => TypedResults.Content("<p>log in</p>", "text/html; charset=utf-8"),
        });
        var app = builder.Build();
        app.UseAccess();
        app.MapAccess();
        AccessServer? server = null;
        Map(app, () => server!.Changes++);
        await app.StartAsync(CancellationToken.None);
        return server = new AccessServer(app, folder, ownsFolder, clock);
    }

    private static void Map(WebApplication app, Action change)
    {
        app.MapGet("/", () => TypedResults.Content("<p>secret page</p>", "text/html; charset=utf-8"));
        app.MapGet("/data", () => TypedResults.Text("secret data"));
        app.MapPost("/change", () => Count(change)).WithAudience(Audience.Browser);
        app.MapGet("/events", StreamAsync).AsStream();
        app.MapGet("/healthz", () => TypedResults.Text("ok")).WithAudience(Audience.Public);
        app.MapGet("/asset.js", CachedAsset).WithAudience(Audience.Public);
        app.MapPost("/hooks/claude", () => Count(change)).WithAudience(Audience.Agent);
        app.MapPost("/machine", () => Count(change)).WithAudience(Audience.Local);
    }

    private static ContentHttpResult Count(Action change)
    {
        change();
        return TypedResults.Text("changed");
    }

    private static ContentHttpResult CachedAsset(HttpContext context)
    {
        context.Response.Headers.CacheControl = "max-age=31536000, immutable";
        return TypedResults.Text("1", "text/javascript");
    }

    /// <summary>Streams as the live updates do: until the session it was opened with ends.</summary>
    private static async Task StreamAsync(HttpContext context, EventBus events, LoginSessions sessions, CancellationToken cancellationToken)
    {
        using var subscription = events.Subscribe();
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: secret\n\n", cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        while (context.Caller() is not Caller.Browser(var session) || sessions.IsOpen(session.Id))
        {
            await subscription.TakeAsync(cancellationToken);
        }
    }

    /// <summary>Logs in as the login page does.</summary>
    public async Task<LoggedIn> LogInAsync()
    {
        var answer = await PostJsonAsync("/login", $$"""{"token":"{{Token}}","name":"laptop"}""");
        Assert.Equal(200, answer.Status);
        return new LoggedIn(answer.Header("Set-Cookie")!.Split(';')[0], answer.Json().GetProperty("key").GetString()!);
    }

    public async Task<RawAnswer> PostJsonAsync(string path, string json, params string[] headers) =>
        await SendAsync("POST", path, ["Content-Type: application/json", .. headers.Any(header => header.StartsWith("Origin:", StringComparison.Ordinal)) ? [] : new[] { $"Origin: {Origin}" }, .. headers], json);

    public Task<RawAnswer> GetAsync(string path, params string[] headers) => SendAsync("GET", path, headers, "");

    /// <summary>A well-formed request with the right host unless the headers name another.</summary>
    public Task<RawAnswer> SendAsync(string method, string path, IReadOnlyList<string> headers, string body) =>
        SendRawAsync(RawHttp.Request(method, path, headers, body, $"127.0.0.1:{Port}"));

    public Task<RawAnswer> SendLocalAsync(string method, string path, params string[] headers) =>
        RawHttp.ExchangeAsync(RawHttp.Unix(SocketIn(Folder)), RawHttp.Request(method, path, headers, "", "chorus"));

    public Task<RawAnswer> SendAgentAsync(string method, string path, params string[] headers) =>
        RawHttp.ExchangeAsync(RawHttp.Unix(HookSocketIn(Folder)), RawHttp.Request(method, path, headers, "", "localhost"));

    /// <summary>Exactly these bytes, from this address.</summary>
    public Task<RawAnswer> SendRawAsync(string text, string from = "127.0.0.1") => RawHttp.ExchangeAsync(RawHttp.Tcp(Port), text, from);

    /// <summary>Opens a stream and returns once its first bytes came.</summary>
    public Task<(Socket Socket, RawAnswer First)> OpenStreamAsync(params string[] headers) =>
        RawHttp.OpenStreamAsync(RawHttp.Tcp(Port), RawHttp.Request("GET", "/events", headers, "", $"127.0.0.1:{Port}"));

    private static string HookSocketIn(string folder) => Path.Combine(folder, "hooks.sock");

    private static string SocketIn(string folder) => Path.Combine(folder, "server.sock");

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
