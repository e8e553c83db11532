using System.Globalization;
using System.Net.Sockets;
using Chorus.Web.Access;

namespace Chorus.Tests.Web.Access;

/// <summary>Threat S35 at the product's door: how much it reads, how deep, and how many streams it keeps.</summary>
[Collection(ProductGroup.Name)]
public sealed class RequestLimitTests(ProductServer server)
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const int Limit = 256 * 1024;

    [Theory]
    [InlineData(Json, false)]
    [InlineData(Json, true)]
    [InlineData(Form, false)]
    [InlineData(Form, true)]
    public async Task A_body_of_more_than_256_KB_is_refused_however_it_is_sent(string type, bool inChunks)
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        foreach (var (method, path) in BodyRoutes(scene))
        {
            var body = type == Json ? $$"""{"title":"{{new string('a', Limit)}}"}""" : $"title={new string('a', Limit)}";
            var answer = await server.SendAsync(
                method, path, [.. server.Proofs(browser), $"Content-Type: {type}", .. inChunks ? ["Transfer-Encoding: chunked"] : Array.Empty<string>()], inChunks ? RawHttp.InChunks(body) : body);
            Assert.True(answer.Status == 413, $"{method} {path} was answered {answer.Status}: {answer.Body}");
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task Deep_JSON_is_a_bad_request()
    {
        var scene = await server.SceneAsync();
        var browser = await server.LogInAsync();
        var before = await ProductState.ReadAsync(server);
        foreach (var (method, path) in BodyRoutes(scene).Append(("POST", "/login")))
        {
            foreach (var depth in new[] { 64, 10_000 })
            {
                // The object around it is one level more.
                var body = $$"""{"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";
                var answer = await server.SendAsync(method, path, [.. server.Proofs(browser), $"Content-Type: {Json}"], path == "/login" ? body[..Math.Min(body.Length, 4000)] : body);
                Assert.True(answer.Status == 400, $"{method} {path} with {depth} levels was answered {answer.Status}: {answer.Body}");
            }
        }

        await ProductState.AssertSameAsync(server, before);
    }

    [Fact]
    public async Task Headers_of_more_than_32_KB_are_refused_everywhere()
    {
        var large = $"X-Large: {new string('a', 33 * 1024)}";
        Assert.Equal(431, (await server.GetAsync("/healthz", large)).Status);
        Assert.Equal(431, (await server.GetAsync("/events", large)).Status);
        Assert.Equal(431, (await server.SendLocalAsync("GET", "/tasks", "", large)).Status);
        Assert.Equal(431, (await server.SendHookAsync("{}", large)).Status);
        Assert.Equal(431, (await server.GetAsync("/healthz", [.. Enumerable.Range(1, 120).Select(number => $"X-{number}: 1")])).Status);
    }

    [Fact]
    public async Task The_65th_stream_of_a_login_waits_until_another_one_ends()
    {
        var (browser, other) = (await server.LogInAsync(), await server.LogInAsync());
        var streams = new List<Socket>();
        try
        {
            for (var stream = 1; stream <= OpenStreams.Limit; stream++)
            {
                var (socket, first) = await server.OpenStreamAsync(browser);
                streams.Add(socket);
                Assert.Equal(200, first.Status);
            }

            var (refused, answer) = await server.OpenStreamAsync(browser);
            refused.Dispose();
            Assert.Equal(429, answer.Status);
            Assert.True(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture) > 0);
            Assert.Equal(200, (await server.GetAsync("/", $"Cookie: {browser.Cookie}", "Accept: text/html")).Status);
            var (theirs, opened) = await server.OpenStreamAsync(other);
            theirs.Dispose();
            Assert.Equal(200, opened.Status);

            streams[0].Dispose();
            streams[0] = await UntilOpenAsync(browser);
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }
    }

    /// <summary>The server notices a moment later that a stream has ended.</summary>
    private async Task<Socket> UntilOpenAsync(LoggedIn browser)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var (socket, first) = await server.OpenStreamAsync(browser);
            if (first.Status == 200)
            {
                return socket;
            }

            socket.Dispose();
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static IEnumerable<(string Method, string Path)> BodyRoutes(ProductScene scene) =>
    [
        ("POST", "/tasks"), ("PUT", $"/tasks/{scene.Pending}"), ("POST", $"/tasks/{scene.Running}/messages"), ("POST", $"/tasks/{scene.Running}/outcome"),
        ("POST", $"/permissions/{scene.Request}/decision"),
    ];
}
