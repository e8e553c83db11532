using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>How large the window is and which theme its user prefers.</summary>
internal sealed record Look(int Width, int Height, ColorScheme Scheme)
{
    public static readonly Look Desktop = new(1440, 900, ColorScheme.Light);
    public static readonly Look DesktopDark = new(1440, 900, ColorScheme.Dark);
    public static readonly Look Tablet = new(768, 1024, ColorScheme.Light);
    public static readonly Look Phone = new(360, 740, ColorScheme.Light);
    public static readonly Look PhoneDark = new(360, 740, ColorScheme.Dark);
}

/// <summary>A headless Chromium on the dashboard. Anything it complains about (errors, refused content) fails the test.</summary>
internal sealed class DashboardBrowser : IAsyncDisposable
{
    // Without the network flags Chromium talks to its maker at every start.
    private static readonly string[] Flags =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", .. Place.IsRoot ? ["--no-sandbox"] : Array.Empty<string>()];

    private readonly List<string> complaints = [];
    private readonly List<Regex> forgiven = [];
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private DashboardBrowser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") { Complain($"{message.Text} ({message.Location})"); }
        };
        page.PageError += (_, error) => Complain(error);
    }

    public IPage Page { get; }

    public static async Task<DashboardBrowser> OpenAsync(Look look)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Place.Browser, Args = Flags });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = look.Width, Height = look.Height }, ColorScheme = look.Scheme, HasTouch = look.Width < 600 });
        context.SetDefaultTimeout(15_000);
        return new DashboardBrowser(playwright, browser, await context.NewPageAsync());
    }

    /// <summary>Opens the dashboard through a one-time address.</summary>
    public async Task LogInAsync(ChorusServer server)
    {
        // The login page replaces itself while it may still be loading: neither its load event nor the navigation is one to wait for, what the board shows is.
        await Page.GotoAsync(await server.LoginUrlAsync(), new() { WaitUntil = WaitUntilState.Commit });
        await Page.Locator("#list").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Complaints that the test causes on purpose, such as a lost connection to a killed server.</summary>
    public void Forgive(string pattern) => forgiven.Add(new Regex(pattern, RegexOptions.CultureInvariant));

    public void AssertQuiet()
    {
        lock (complaints)
        {
            var unforgiven = complaints.Where(complaint => !forgiven.Any(pattern => pattern.IsMatch(complaint)));
            Assert.Empty(unforgiven);
        }
    }

    /// <summary>Every byte the browser gets for the page at this path, from an empty cache.</summary>
    public async Task<long> WeighAsync(Uri url)
    {
        var client = await Page.Context.NewCDPSessionAsync(Page);
        await client.SendAsync("Network.enable");
        await client.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        var total = 0L;
        client.Event("Network.dataReceived").OnEvent += (_, data) => total += data?.GetProperty("encodedDataLength").GetInt64() ?? 0;
        client.Event("Network.responseReceived").OnEvent += (_, data) => total += data?.GetProperty("response").GetProperty("encodedDataLength").GetInt64() ?? 0;
        await Page.GotoAsync(url.AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return total;
    }

    public async Task ScreenshotAsync(string path) => await Page.ScreenshotAsync(new() { Path = path, FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private void Complain(string complaint)
    {
        lock (complaints) { complaints.Add(complaint); }
    }
}
