using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>What an agent asks for is read as it is, or it is not allowed.</summary>
public sealed class DeceptionTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_command_that_hides_something_is_marked_and_warned_of() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        const string command = "echo a\u200bb > \u202Etxt.sh          ; touch more";
        await page.GotoAsync(await StartAsync(scene, $"Look\u200b here: [[bash: {command}]]"));

        var shown = page.Locator("article.decision pre.command").First;
        await Assertions.Expect(shown).ToHaveTextAsync("echo a⟨U+200B⟩b > ⟨U+202E⟩txt.sh⟨10 spaces⟩; touch more", new() { Timeout = 20_000 });
        await Assertions.Expect(shown.Locator("mark")).ToHaveTextAsync(["⟨U+200B⟩", "⟨U+202E⟩", "⟨10 spaces⟩"]);
        await Assertions.Expect(page.Locator(".decision .warn li")).ToHaveTextAsync(
            ["command: hidden character U+200B (zero width space)", "command: hidden character U+202E (changes the direction of the text)", "command: a gap of 10 spaces"]);
        await AssertNothingHidesAsync(page);

        await page.GotoAsync(page.Url.Split('?')[0] + "?tab=brief");
        await Assertions.Expect(page.Locator("#brief")).ToContainTextAsync("Look⟨U+200B⟩ here");
        await AssertNothingHidesAsync(page);
    });

    [Fact]
    public Task What_was_not_opened_cannot_be_allowed() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        await page.GotoAsync(await StartAsync(scene, $"[[write: long.txt | {new string('x', 20_000)}THE END]]"));
        var fold = page.Locator("details[data-must-read]");
        await Assertions.Expect(fold.Locator("summary")).ToHaveTextAsync("1 more line", new() { Timeout = 20_000 });
        var allow = page.GetByRole(AriaRole.Button, new() { Name = "Allow" });
        await Assertions.Expect(allow).ToBeDisabledAsync();
        await page.Locator("#ask-title").ClickAsync();
        await page.Keyboard.PressAsync("a");

        // Another task repaints the list and the decision around the fold; the request is as open as before.
        await scene.Api.PostAsync("tasks", new { title = "Another" });
        await Assertions.Expect(page.Locator("#list")).ToContainTextAsync("Another");
        await Assertions.Expect(allow).ToBeDisabledAsync();
        Assert.Single((await scene.Api.GetAsync("permissions?status=open")).EnumerateArray());

        await fold.Locator("summary").ClickAsync();
        await Assertions.Expect(fold.Locator(".code")).ToContainTextAsync("xTHE END");
        await allow.ClickAsync();
        await scene.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.EndsWith("xTHE END", (await File.ReadAllTextAsync(scene.InProject("long.txt"))).TrimEnd(), StringComparison.Ordinal);
    });

    [Fact]
    public Task Letters_from_right_to_left_keep_to_their_field() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        await page.GotoAsync(await StartAsync(scene, "[[tool: Bash {\"command\":\"echo \u05d0\u05d1\u05d2 && touch 1\",\"description\":\"\u05e9\u05dc\u05d5\u05dd\"}]]"));
        await Assertions.Expect(page.Locator(".says bdi")).ToHaveTextAsync("\u05e9\u05dc\u05d5\u05dd", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".decision .warn")).ToHaveCountAsync(0);
        Assert.Equal("isolate", await StyleAsync(page, "pre.command bdi", "unicode-bidi"));
        Assert.Equal("ltr", await StyleAsync(page, "pre.command bdi", "direction"));
        Assert.Equal("plaintext", await StyleAsync(page, ".says bdi", "unicode-bidi"));
        Assert.Equal("isolate", await StyleAsync(page, "#task-head h1 bdi", "unicode-bidi"));
    });

    private static async Task<string> StartAsync(Scene scene, string brief)
    {
        var id = await scene.Api.StartTaskAsync("\u05e9\u05dc\u05d5\u05dd 1", brief);
        return new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri;
    }

    private static Task<string> StyleAsync(IPage page, string selector, string property) =>
        page.Locator(selector).First.EvaluateAsync<string>("(element, property) => getComputedStyle(element).getPropertyValue(property)", property);

    /// <summary>Nowhere but in the picture of the terminal, which is no place to decide.</summary>
    private static async Task AssertNothingHidesAsync(IPage page) => Assert.DoesNotMatch(
        "[\u200b\u202e]",
        await page.EvaluateAsync<string>("() => { const copy = document.documentElement.cloneNode(true); copy.querySelectorAll('.term').forEach(term => term.remove()); return copy.outerHTML; }"));
}
