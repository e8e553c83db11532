using System.Net;
using System.Text;
using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;

namespace Chorus.EndToEnd;

/// <summary>Threats S2, S3, S12 and S38 in a real browser that is logged in: what a page of another port of the same host can do to us.</summary>
public sealed class AccessBrowserTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private static readonly string[] Changes = ["POST /tasks", "DELETE /tasks/1", "POST /tasks/1/run", "POST /tasks/1/messages", "POST /logout"];

    private static readonly string[] Tries =
    [
        "fetch(url + '/tasks', { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ title: 'stolen' }) })",
        "fetch(url + '/tasks', { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' }, body: '{\"title\":\"stolen\"}' })",
        "fetch(url + '/tasks/1', { method: 'DELETE', credentials: 'include' })",
        "fetch(url + '/tasks/1', { method: 'PUT', credentials: 'include', headers: { 'X-Chorus-Key': 'x' } })",
        "Promise.resolve(navigator.sendBeacon(url + '/tasks/1/messages', new URLSearchParams({ text: 'stolen' })))",
        "fetch(url + '/tasks', { credentials: 'include' }).then(answer => answer.text()).then(text => { read += text; })",
        "new Promise(done => { const stream = new EventSource(url + '/events', { withCredentials: true }); stream.onmessage = event => { read += event.data; }; stream.onerror = () => { stream.close(); done(); }; })",
        "new Promise(done => { const socket = new WebSocket(url.replace('http', 'ws') + '/events'); socket.onmessage = event => { read += event.data; }; socket.onclose = done; })",
        "new Promise(done => { const image = new Image(); image.onload = image.onerror = done; image.src = url + '/tasks'; })",
        "new Promise(done => { const script = document.createElement('script'); script.onload = script.onerror = done; script.src = url + '/js/chorus.js'; document.body.append(script); })",
        "new Promise(done => { const form = document.createElement('form'); form.method = 'post'; form.action = url + '/tasks'; form.target = 'sink'; form.innerHTML = '<input name=title value=stolen>'; document.body.append(form); sink.onload = done; form.submit(); })",
    ];

    [Fact]
    public async Task A_page_of_another_port_changes_nothing_and_reads_nothing()
    {
        await quiet.Api.PostAsync("tasks", new { title = "Mine alone" });
        using var evil = new EvilServer("<!doctype html><title>evil</title><body><iframe name=sink id=sink></iframe>");
        await using var browser = await DashboardBrowser.OpenAsync(Look.Desktop);
        await browser.LogInAsync(quiet.Server);
        var (before, tasks) = (await quiet.StateAsync(), (await quiet.Api.GetAsync("tasks")).GetRawText());
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            await browser.Page.GotoAsync($"http://{host}:{evil.Port}/");
            foreach (var trial in Tries)
            {
                var read = await browser.Page.EvaluateAsync<string>(
                    // What the browser refuses without a word must not hold the test.
                    $"async url => {{ let read = ''; try {{ await Promise.race([{trial}, new Promise(done => setTimeout(done, 2000))]); }} catch {{}} return read; }}", quiet.Server.Url.GetLeftPart(UriPartial.Authority));
                Assert.True(read.Length == 0, $"From {host} it was read by {trial}: {read}");
                Assert.True(tasks == (await quiet.Api.GetAsync("tasks")).GetRawText(), $"From {host} a task was changed by {trial}.");
            }
        }

        Assert.Equal(before, await quiet.StateAsync());
        // The same browser is still logged in, so it was not for a missing cookie.
        await browser.Page.GotoAsync(quiet.Server.Url.AbsoluteUri);
        await Assertions.Expect(browser.Page.Locator("#list")).ToContainTextAsync("Mine alone");
    }

    /// <summary>With the cookie that browsers send to every port of a host, a program on another port forges every header of ours; the key it has not.</summary>
    [Fact]
    public async Task What_a_neighbour_captures_of_us_is_no_use_to_it()
    {
        await quiet.Api.PostAsync("tasks", new { title = "Mine alone" });
        using var evil = new EvilServer("<!doctype html><title>neighbour</title>");
        await using var browser = await DashboardBrowser.OpenAsync(Look.Desktop);
        await browser.LogInAsync(quiet.Server);
        await browser.Page.GotoAsync($"http://127.0.0.1:{evil.Port}/");
        Assert.True(evil.Cookies.TryPeek(out var captured));
        Assert.StartsWith($"chorus-{quiet.Server.Url.Port}=", captured, StringComparison.Ordinal);
        Assert.Equal("", await browser.Page.EvaluateAsync<string>("() => document.cookie"));
        Assert.Null(await browser.Page.EvaluateAsync<string?>("() => localStorage.getItem('chorus-key')"));

        var before = await quiet.StateAsync();
        var neighbour = new PageClient(quiet.Server, new Chorus.Tests.Web.Access.LoggedIn(captured, "unknown"));
        Assert.Equal(200, (await neighbour.GetAsync("/tasks")).Status);
        foreach (var change in Changes.Select(change => change.Split(' ')))
        {
            Assert.Equal(403, (await neighbour.ChangeAsync(change[0], change[1], new { title = "stolen" })).Status);
        }

        Assert.Equal(before, await quiet.StateAsync());
    }

    [Fact]
    public async Task No_page_of_ours_is_shown_in_a_frame()
    {
        await quiet.Api.PostAsync("tasks", new { title = "Mine alone" });
        using var evil = new EvilServer("<!doctype html><title>frames</title>");
        await using var browser = await DashboardBrowser.OpenAsync(Look.Desktop);
        await browser.LogInAsync(quiet.Server);
        var ours = quiet.Server.Url.GetLeftPart(UriPartial.Authority);
        await AssertBlankAsync(browser.Page, $"http://127.0.0.1:{evil.Port}/", ours);

        // From a page of our own origin nothing but the headers of the framed page forbids it.
        await browser.Page.RouteAsync($"{ours}/frames", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>frames</title>" }));
        await AssertBlankAsync(browser.Page, $"{ours}/frames", ours);
    }

    private static async Task AssertBlankAsync(IPage page, string outer, string ours)
    {
        await page.GotoAsync(outer);
        foreach (var path in new[] { "/", "/tasks/1", "/permissions", "/login", "/unknown" })
        {
            await page.EvaluateAsync("address => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done; setTimeout(done, 5000); frame.src = address; document.body.replaceChildren(frame); })", ours + path);
            var text = await page.Frames[^1].EvaluateAsync<string>("() => document.documentElement.innerHTML");
            Assert.True(!text.Contains("Chorus", StringComparison.Ordinal) && !text.Contains("Mine alone", StringComparison.Ordinal), $"{path} in {outer} shows {text}");
        }
    }

    /// <summary>A web server of somebody else on another port of this machine; it keeps the cookies that it is sent.</summary>
    private sealed class EvilServer : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly byte[] page;

        public EvilServer(string html)
        {
            page = Encoding.UTF8.GetBytes(html);
            Port = ChorusServer.FreePort();
            listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            listener.Prefixes.Add($"http://localhost:{Port}/");
            listener.Start();
            _ = ServeAsync();
        }

        public int Port { get; }

        public System.Collections.Concurrent.ConcurrentQueue<string> Cookies { get; } = [];

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    if (context.Request.Headers["Cookie"] is { Length: > 0 } cookie) { Cookies.Enqueue(cookie); }
                    context.Response.ContentType = "text/html";
                    await context.Response.OutputStream.WriteAsync(page);
                    context.Response.Close();
                }
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
