using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>Pages stay current by themselves.</summary>
public sealed class LiveTests(ITestOutputHelper output)
{
    /// <summary>Scripts are loaded in an order that differs from load to load; once one in twelve pages stayed without its stream.</summary>
    [Fact]
    public Task Every_load_of_a_page_connects_it_to_its_stream() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Phone)).Page;
        for (var load = 1; load <= (Place.IsFull ? 300 : 25); load++)
        {
            await page.GotoAsync(scene.Server.Url.AbsoluteUri);
            await scene.Api.PostAsync("tasks", new { title = $"Number {load}." });
            await Assertions.Expect(page.Locator("#list")).ToContainTextAsync($"Number {load}.");
        }
    });

    [Fact]
    public Task What_is_typed_stays_while_the_page_changes_around_it() => Scene.PlayAsync(output, async scene =>
    {
        var page = (await scene.OpenBrowserAsync(Look.Desktop)).Page;
        var id = await scene.Api.StartTaskAsync("Talk", "[[slow: 20]]");
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        await scene.Api.ClaudeIsAsync(id, "busy");
        var box = page.GetByLabel("Message to Claude");
        await box.FillAsync("half a thou");
        await Assertions.Expect(page.Locator("#screen")).ToContainTextAsync("tick 9", new() { Timeout = 15_000 });
        await scene.Api.PostAsync("tasks", new { title = "Another" });
        await Assertions.Expect(page.Locator("#list")).ToContainTextAsync("Another");

        await Assertions.Expect(box).ToHaveValueAsync("half a thou");
        await Assertions.Expect(box).ToBeFocusedAsync();
    });
}
