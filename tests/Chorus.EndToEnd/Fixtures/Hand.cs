using Microsoft.Playwright;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>How a person works a page: with the mouse, with the keyboard alone, or with a thumb.</summary>
internal enum Hand
{
    Mouse,
    Keys,
    Thumb,
}

/// <summary>Works a page with one kind of hand.</summary>
internal sealed class Worker(IPage page, Hand hand)
{
    public static Look LookOf(Hand hand) => hand is Hand.Thumb ? Look.Phone : Look.Desktop;

    /// <summary>Presses a button: by its key when only the keyboard is used.</summary>
    public async Task PressAsync(string name, string key)
    {
        var button = Button(name);
        await Assertions.Expect(button).ToBeEnabledAsync(new() { Timeout = 20_000 });
        switch (hand)
        {
            case Hand.Keys:
                await LeaveFieldAsync();
                await page.Keyboard.PressAsync(key);
                break;
            case Hand.Thumb:
                Assert.True((await button.BoundingBoxAsync())!.Height >= 44, $"{name} is too small for a thumb.");
                await button.TapAsync();
                break;
            default:
                await button.ClickAsync();
                break;
        }
    }

    /// <summary>Fills the field that has the focus, or that label.</summary>
    public async Task WriteAsync(string label, string text)
    {
        var field = page.GetByLabel(label);
        if (hand is Hand.Keys)
        {
            await Assertions.Expect(field).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.TypeAsync(text);
            return;
        }

        await field.FillAsync(text);
    }

    /// <summary>Sends the form that is being filled.</summary>
    public Task SendAsync(string button) => hand is Hand.Keys ? page.Keyboard.PressAsync("Control+Enter") : PressAsync(button, "");

    /// <summary>Chooses a radio button or a box, by its key if it has one.</summary>
    public async Task ChooseAsync(string label, string key)
    {
        if (hand is Hand.Keys)
        {
            await LeaveFieldAsync();
            await page.Keyboard.PressAsync(key);
        }
        else
        {
            await page.Locator(".decision").GetByText(label, new() { Exact = true }).ClickAsync();
        }
    }

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Filter(new() { Visible = true });

    private async Task LeaveFieldAsync() => await page.EvaluateAsync("() => document.activeElement?.blur?.()");
}
