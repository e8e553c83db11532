using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>Every page as people see it, in both sizes and themes. The pictures lie beside the test results; <c>./test --screenshots</c> puts those of the README into docs.</summary>
public sealed class ScreenshotTests(ITestOutputHelper output)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("board", "/tasks/7"), ("command", "/tasks/1"), ("edit", "/tasks/2"), ("question", "/tasks/3"), ("plan", "/tasks/4"), ("turn", "/tasks/5"), ("queued", "/tasks/11"), ("failed", "/tasks/14"),
        ("changes", "/tasks/7?tab=changes"), ("brief", "/tasks/1?tab=brief"), ("history", "/tasks/5?tab=history"), ("inbox", "/permissions"), ("inbox-turn", "/permissions?task=5"), ("list", "/"),
        ("filtered", "/?q=checkout"), ("nothing-fits", "/?q=nothing+like+it"), ("new", "/tasks/new"), ("missing", "/tasks/99"), ("rules", "/rules"),
    ];

    /// <summary>What opens on a page.</summary>
    private static readonly (string Name, string Path, string Opener)[] Parts =
    [
        ("always", "/tasks/1", "[data-opens=always]"), ("deny", "/tasks/2", "[data-opens=deny]"), ("change", "/tasks/1", "[data-opens=change]"), ("finish", "/tasks/7", "#finish-menu summary"), ("more", "/tasks/5", "#task-menu summary"),
    ];

    /// <summary>The elements that make a page wider than its window.</summary>
    private const string TooWide = """
        () => document.documentElement.scrollWidth <= innerWidth ? '' : `${location.pathname} at ${innerWidth}: ` + [...document.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1).map(element => `${element.tagName}.${element.className}#${element.id}`).join(' ')
        """;

    [Fact]
    public async Task Every_page_looks_as_it_should()
    {
        await using var showcase = await Showcase.OpenAsync();
        foreach (var (name, look) in new[] { ("desk", Look.Desktop), ("desk-dark", Look.DesktopDark), ("tablet", Look.Tablet), ("phone", Look.Phone), ("phone-dark", Look.PhoneDark) })
        {
            await using var browser = await DashboardBrowser.OpenAsync(look);
            await browser.LogInAsync(showcase.Server);
            foreach (var (page, path) in Pages)
            {
                await browser.Page.GotoAsync(new Uri(showcase.Server.Url, path).AbsoluteUri);
                await browser.Page.EvaluateAsync("() => document.fonts.ready");
                Assert.Equal("", $"{await browser.Page.EvaluateAsync<string>(TooWide)}");
                await SaveAsync(browser.Page, $"{page}-{name}");
            }

            foreach (var (part, path, opener) in Parts)
            {
                await browser.Page.GotoAsync(new Uri(showcase.Server.Url, path).AbsoluteUri);
                await browser.Page.Locator(opener).Filter(new() { Visible = true }).First.ClickAsync();
                await browser.Page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 500 }).ContinueWith(_ => { }, TaskScheduler.Default);
                Assert.Equal("", $"{await browser.Page.EvaluateAsync<string>(TooWide)}");
                await SaveAsync(browser.Page, $"{part}-{name}");
            }

            browser.Forgive("404");
            browser.AssertQuiet();
        }
    }

    private async Task SaveAsync(IPage page, string name)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots")).FullName, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        output.WriteLine(path);
    }
}
