using System.Text;
using Chorus.Tmux;

namespace Chorus.Tests.Tmux;

public sealed class TmuxServerInputTests(TmuxFixture tmux) : IClassFixture<TmuxFixture>, IAsyncLifetime
{
    private static readonly string[] Difficult =
    [
        "-rf", "--help", "$(touch X)", "`touch X`", "; touch X", "| touch X", "#(touch X)", "#{E:@a}", "'", "\"", "\\", "two\nlines\tand a tab",
        "=x", ":x", "$1", "%1", "@1", "a.b:c", "task-*", "ends with ;", ";", "~", "{ a }", "Enter", "C-c", "🎼 é 日本語", "%end 1 1 1",
    ];

    public Task InitializeAsync() => tmux.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_pasted_text_arrives_byte_for_byte()
    {
        var (pane, file) = await tmux.RecorderAsync("paste");
        string[] texts = [.. Difficult, string.Concat(Enumerable.Repeat("100 KB é$`\"\n", 8000))];
        foreach (var text in texts) { await tmux.Server.PasteAsync(pane.PaneId, text, tmux.Cancellation); }
        await AssertBytesAsync(file, string.Concat(texts));
        Assert.Empty(await tmux.TmuxAsync("list-buffers"));
    }

    [Fact]
    public async Task A_typed_line_arrives_byte_for_byte()
    {
        var (pane, file) = await tmux.RecorderAsync("type");
        string[] lines = [.. Difficult.Where(text => !text.Contains('\n', StringComparison.Ordinal)), new string('é', 50_000)];
        foreach (var line in lines) { await tmux.Server.TypeAsync(pane.PaneId, line, tmux.Cancellation); }
        await AssertBytesAsync(file, string.Concat(lines));
    }

    [Fact]
    public async Task Keys_are_pressed_by_name()
    {
        var (pane, file) = await tmux.RecorderAsync("keys");
        await tmux.Server.SendKeysAsync(pane.PaneId, ["Escape"], tmux.Cancellation);
        await tmux.Server.SendKeysAsync(pane.PaneId, ["C-u", ";", "1", "Enter"], tmux.Cancellation);
        await AssertBytesAsync(file, "\u001b\u0015;1\r");
    }

    [Fact]
    public async Task A_paste_cannot_break_out_of_its_brackets()
    {
        var (pane, file) = await tmux.RecorderAsync("brackets", "\\033[?2004h");
        await tmux.Server.PasteAsync(pane.PaneId, "a\u001b[201~b\r\u009b201~c\u007f", tmux.Cancellation);
        await AssertBytesAsync(file, "\u001b[200~a[201~b201~c\u001b[201~");
    }

    [Fact]
    public async Task A_line_break_cannot_be_typed()
    {
        var pane = await tmux.ScriptAsync("lines", "exec sleep 1000");
        await Assert.ThrowsAsync<ArgumentException>(() => tmux.Server.TypeAsync(pane.PaneId, "a\nb", tmux.Cancellation));
    }

    [Fact]
    public async Task A_dead_pane_is_reported_and_the_server_lives()
    {
        var pane = await tmux.ScriptAsync("dead", "exit 0");
        var alive = await tmux.ScriptAsync("alive", "exec sleep 1000");
        await TmuxFixture.UntilAsync(async () => (await tmux.PaneAsync("dead")).Dead);
        for (var round = 0; round < 5; round++)
        {
            await Assert.ThrowsAsync<TmuxPaneDeadException>(() => tmux.Server.PasteAsync(pane.PaneId, "secret words", tmux.Cancellation));
            await Assert.ThrowsAsync<TmuxPaneDeadException>(() => tmux.Server.TypeAsync(pane.PaneId, "words", tmux.Cancellation));
            await Assert.ThrowsAsync<TmuxPaneDeadException>(() => tmux.Server.SendKeysAsync(pane.PaneId, ["Enter"], tmux.Cancellation));
        }
        Assert.Equal(alive.PanePid, (await tmux.PaneAsync("alive")).PanePid);
        Assert.Empty(await tmux.TmuxAsync("list-buffers"));
    }

    [Fact]
    public async Task A_missing_pane_is_reported_without_the_text()
    {
        var failure = await Assert.ThrowsAsync<TmuxException>(() => tmux.Server.PasteAsync("%99999", "secret words", tmux.Cancellation));
        Assert.Contains("%99999", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TmuxException>(() => tmux.Server.TypeAsync("%99999", "secret words", tmux.Cancellation));
        Assert.Empty(await tmux.TmuxAsync("list-buffers"));
    }

    [Fact]
    public async Task Copy_mode_does_not_swallow_input()
    {
        var (pane, file) = await tmux.RecorderAsync("copy");
        await tmux.TmuxAsync("copy-mode", "-t", pane.PaneId);
        Assert.True((await tmux.PaneAsync("copy")).InMode);
        await tmux.Server.TypeAsync(pane.PaneId, "typed", tmux.Cancellation);
        await tmux.TmuxAsync("copy-mode", "-t", pane.PaneId);
        await tmux.Server.SendKeysAsync(pane.PaneId, ["Enter"], tmux.Cancellation);
        await tmux.TmuxAsync("copy-mode", "-t", pane.PaneId);
        await tmux.Server.PasteAsync(pane.PaneId, "pasted", tmux.Cancellation);
        await AssertBytesAsync(file, "typed\rpasted");
        Assert.False((await tmux.PaneAsync("copy")).InMode);
    }

    [Fact]
    public async Task Pastes_of_many_senders_stay_whole()
    {
        var (pane, file) = await tmux.RecorderAsync("whole");
        var texts = Enumerable.Range(0, 40).Select(number => new string((char)('A' + number), 5000)).ToList();
        await Task.WhenAll(texts.Select(text => tmux.Server.PasteAsync(pane.PaneId, text, tmux.Cancellation)));
        await TmuxFixture.UntilAsync(() => new FileInfo(file).Length >= 200_000);
        var arrived = await File.ReadAllTextAsync(file);
        Assert.All(texts, text => Assert.Contains(text, arrived, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_connection_in_order()
    {
        var (pane, file) = await tmux.RecorderAsync("cancel");
        using var cancelled = new CancellationTokenSource();
        var call = tmux.Server.PasteAsync(pane.PaneId, new string('x', 100_000), cancelled.Token);
        await cancelled.CancelAsync();
        await Task.WhenAny(call);
        await tmux.Server.TypeAsync(pane.PaneId, "!", tmux.Cancellation);
        await TmuxFixture.UntilAsync(async () => File.Exists(file) && (await File.ReadAllTextAsync(file)).EndsWith('!'));
    }

    private static async Task AssertBytesAsync(string file, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(expected);
        await TmuxFixture.UntilAsync(() => new FileInfo(file).Length >= bytes.Length);
        Assert.Equal(expected, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)));
    }
}
