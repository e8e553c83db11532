using System.Globalization;
using System.Text.RegularExpressions;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <content>What its user does in the terminal, and what stands there.</content>
internal sealed partial class CaseRun
{
    /// <summary>Each look at the terminal is a process.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Presses keys in the task's terminal.</summary>
    public async Task<DateTimeOffset> PressAsync(params IReadOnlyList<string> keys)
    {
        var now = DateTimeOffset.UtcNow;
        await TmuxAsync(["send-keys", "-t", Pane, .. keys]);
        return now;
    }

    /// <summary>Presses a key until the dialog with this text is gone: one that has just opened ignores the keyboard for a moment.</summary>
    public async Task<DateTimeOffset> LeaveAsync(string dialog, string key = "Escape")
    {
        await ScreenAsync(dialog);
        for (var time = 1; ; time++)
        {
            var pressed = await PressAsync(key);
            try
            {
                await GoneAsync(dialog, TimeSpan.FromSeconds(1));
                return pressed;
            }
            catch (TimeoutException) when (time < 5)
            {
                // Once more.
            }
        }
    }

    /// <summary>Types a line in the task's terminal, and sends it when the input box shows it.</summary>
    public async Task<DateTimeOffset> TypeAsync(string line)
    {
        await TmuxAsync(["send-keys", "-t", Pane, "-l", "--", line]);
        await ScreenAsync(line);
        return await PressAsync("Enter");
    }

    public async Task TmuxAsync(params IReadOnlyList<string> arguments)
    {
        var finished = await world.Sandbox.TmuxAsync(arguments);
        Assert.True(finished.ExitCode == 0, finished.ToString());
    }

    public string Pane => $"=claude-{Task}:";

    public async Task<string> CaptureAsync() => (await world.Sandbox.TmuxAsync("capture-pane", "-p", "-t", Pane)).Output;

    /// <summary>Waits until the terminal shows the text; when it was first seen there.</summary>
    public async Task<DateTimeOffset> ScreenAsync(string text, TimeSpan? within = null)
    {
        var asked = DateTimeOffset.UtcNow;
        await Eventually.TrueAsync(
            $"{played.Name}: the terminal shows '{text}'",
            async () =>
            {
                asked = DateTimeOffset.UtcNow;
                return (await CaptureAsync()).Contains(text, StringComparison.Ordinal);
            },
            within,
            Look);
        return asked;
    }

    /// <summary>Waits until the terminal shows the text no longer.</summary>
    public async Task<DateTimeOffset> GoneAsync(string text, TimeSpan? within = null)
    {
        var asked = DateTimeOffset.UtcNow;
        await Eventually.TrueAsync(
            $"{played.Name}: '{text}' is gone",
            async () =>
            {
                asked = DateTimeOffset.UtcNow;
                return !(await CaptureAsync()).Contains(text, StringComparison.Ordinal);
            },
            within,
            Look);
        return asked;
    }

    /// <summary>The same for what a program printed that has ended: tmux pushed its first line out of sight.</summary>
    public async Task<DateTimeOffset> PrintedAsync(string text)
    {
        var asked = DateTimeOffset.UtcNow;
        await Eventually.TrueAsync(
            $"{played.Name}: its program printed '{text}'",
            async () =>
            {
                asked = DateTimeOffset.UtcNow;
                return (await world.Sandbox.TmuxAsync("capture-pane", "-p", "-S", "-5", "-t", Pane)).Output.Contains(text, StringComparison.Ordinal);
            },
            step: Look);
        return asked;
    }

    /// <summary>Chooses the option of the open dialog that begins with this text, by its number.</summary>
    public async Task<DateTimeOffset> ChooseAsync(string option)
    {
        var line = await Eventually.FindAsync(
            $"{played.Name}: the terminal offers '{option}'",
            async () => (await CaptureAsync()).Split('\n').Select(one => Regex.Match(one, $@"^\s*❯?\s*(\d)\. {Regex.Escape(option)}")).FirstOrDefault(one => one.Success),
            step: Look);
        return await PressAsync(line.Groups[1].Value);
    }

    public async Task<int> ProcessAsync() => int.Parse((await world.Sandbox.TmuxAsync("display-message", "-p", "-t", Pane, "#{pane_pid}")).Output, CultureInfo.InvariantCulture);
}
