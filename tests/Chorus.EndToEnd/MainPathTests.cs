using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>The main job, once, for real: browser, server, tmux and Claude Code itself.</summary>
public sealed class MainPathTests(ITestOutputHelper output)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 20_000 };

    [Fact]
    public Task A_task_goes_from_the_form_to_done_and_its_requests_are_answered_in_the_browser() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Add the first task" }).ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Write a file");
        await page.GetByLabel("Brief").FillAsync("Write it. [[bash: echo allowed >> allowed.txt]] [[bash: echo denied >> denied.txt]]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start now" }).ClickAsync();
        await page.WaitForURLAsync("**/tasks/1");

        // Nobody reloads the page: the request comes by itself, with every letter of the command.
        await AskedAsync(page, "echo allowed >> allowed.txt");
        Assert.False(File.Exists(scene.InProject("allowed.txt")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await AskedAsync(page, "echo denied >> denied.txt");
        Assert.Equal("allowed\n", await File.ReadAllTextAsync(scene.InProject("allowed.txt")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny", Exact = true }).ClickAsync();

        await SaysAsync(page, "Your turn");
        await Assertions.Expect(page.Locator("article.decision")).ToHaveCountAsync(0);
        Assert.False(File.Exists(scene.InProject("denied.txt")));
        Assert.Equal("allowed\n", await File.ReadAllTextAsync(scene.InProject("allowed.txt")));

        await page.Locator("summary", new() { HasTextString = "Finish" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();
        await SaysAsync(page, "Done");
        var task = await scene.Api.GetAsync("tasks/1");
        Assert.Equal("completed", task.GetProperty("state").GetString());
    });

    [Fact]
    public Task A_request_is_answered_with_one_thumb_on_a_phone() => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Look.PhoneDark);
        await scene.Api.StartTaskAsync("From the pocket", "[[bash: echo thumb >> thumb.txt]]");
        await Assertions.Expect(browser.Page.Locator(".dock .badge")).ToHaveTextAsync("1", new() { Timeout = 20_000 });
        await browser.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main, phone" }).GetByRole(AriaRole.Link, new() { Name = "Inbox" }).ClickAsync();

        var allow = browser.Page.GetByRole(AriaRole.Button, new() { Name = "Allow" });
        await Assertions.Expect(allow).ToBeInViewportAsync(new() { Ratio = 1, Timeout = 15_000 });
        Assert.True((await allow.BoundingBoxAsync())!.Height >= 44, "The button is too small for a thumb.");
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await allow.TapAsync();

        await scene.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.Equal("thumb\n", await File.ReadAllTextAsync(scene.InProject("thumb.txt")));
    });

    [Fact]
    public Task A_denial_with_a_message_reaches_the_model() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.DesktopDark)).Page;
        var id = await scene.Api.StartTaskAsync("Denied", "[[bash: echo no > no.txt]]");
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        await AskedAsync(page, "echo no > no.txt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny with message…" }).ClickAsync();
        await page.GetByLabel("Why not?").FillAsync("Not now: use \"yes.txt\" & ask first.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny and send" }).ClickAsync();

        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.False(File.Exists(scene.InProject("no.txt")));
        Assert.Contains("Not now: use \\\"yes.txt\\\" & ask first.", Plain(await scene.Model.NewestRequestAsync()), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_long_message_reaches_the_model_letter_by_letter() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        var id = await scene.Api.StartTaskAsync("Listen", "[[say: ready]]");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        var message = LongMessage(scene.InProject("touched"));
        await page.GetByLabel("Message to Claude").FillAsync(message);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        var last = "nothing";
        await Eventually.FindAsync(
            "the message as it was typed",
            async () =>
            {
                var texts = await scene.Model.TypedTextsAsync();
                last = texts is [.., var newest] ? newest : last;
                return texts.Contains(message) ? message : null;
            },
            seen: () => last);
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.Equal(40, message.Split('\n').Length);
        Assert.False(File.Exists(scene.InProject("touched")));
    });

    /// <summary>What shells, tmux and terminals are known to break on, 40 lines of it.</summary>
    private static string LongMessage(string forbidden) => string.Join('\n', Enumerable.Range(1, 40).Select(line => (line % 8) switch
    {
        0 => $"{line}: $(touch {forbidden}) and `touch {forbidden}` stay text",
        1 => $"{line}: \"double\" and 'single' quotes, and a \\ backslash",
        2 => $"{line}: emoji 🎼👩‍💻, accents é ü ñ, 漢字",
        3 => $"{line}: #{{pane_id}} #(touch {forbidden}) %1 $1 @1 =x :x",
        4 => $"{line}: ends with a semicolon;",
        5 => $"{line}: C-c Enter Escape BSpace are words",
        6 => $"    {line}: four spaces before, and ~ | & < > * ? after",
        _ => $"{line}: --help -- -rf",
    }));

    private static string Plain(string json) => json.Replace("\\u0022", "\\\"", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal);

    private static async Task AskedAsync(IPage page, string command)
    {
        var shown = page.Locator("article.decision pre.command").First;
        await Assertions.Expect(shown).ToHaveTextAsync(command, new() { Timeout = 20_000 });
        Assert.Equal(command, await shown.TextContentAsync());
    }

    private static Task SaysAsync(IPage page, string word) =>
        Assertions.Expect(page.Locator("#task-head .task-state").GetByText(word, new() { Exact = true })).ToBeVisibleAsync(Patient);
}
