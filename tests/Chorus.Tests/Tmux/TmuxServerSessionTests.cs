using Chorus.Tmux;

namespace Chorus.Tests.Tmux;

public sealed class TmuxServerSessionTests(TmuxFixture tmux) : IClassFixture<TmuxFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => tmux.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_session_is_tagged_sized_and_listed()
    {
        var created = await tmux.ScriptAsync("claude-7", "printf '\\033]2;Title 日本\\007'; exec sleep 1000");
        await TmuxFixture.UntilAsync(async () => (await tmux.PaneAsync("claude-7")).Title == "Title 日本");
        var snapshot = await tmux.Server.ListAsync(tmux.Cancellation);
        var pane = snapshot.Panes.Single(pane => pane.SessionName == "claude-7");

        Assert.Equal(("project", "7"), (created.Project, created.Task));
        Assert.Equal((created.PaneId, created.SessionId, created.PanePid, false, 0), (pane.PaneId, pane.SessionId, pane.PanePid, pane.Dead, pane.Attached));
        Assert.Equal(tmux.Server.Generation!.Pid, snapshot.ServerPid);
        Assert.Equal("200x50", (await tmux.TmuxAsync("display-message", "-p", "-t", pane.PaneId, "#{window_width}x#{window_height}")).Trim());
        Assert.DoesNotContain(snapshot.Panes, other => other.SessionName.StartsWith('_'));
    }

    [Fact]
    public async Task Arguments_reach_the_program_byte_for_byte()
    {
        var mark = Path.Combine(tmux.Folder, "X");
        string[] arguments =
        [
            "-rf", "--help", $"$(touch {mark})", $"`touch {mark}`", $"; touch {mark}", $"| touch {mark}", $"#(touch {mark})", "#{E:@a}", "##[x]",
            "'", "\"", "\\", "a\nb", "=x", ":x", "$1", "$HOME", "%1", "@1", "a.b:c", "task-*", "ends with ;", ";", "\\;", "~", "~/x", "{", "}", "{ a }", "%if 1",
            "", " ", "\t\r\u001b\u0001\u007f", "🎼 é 日本語", "%end 1 1 1", new string('x', 100_000),
        ];
        var file = Path.Combine(tmux.Folder, "arguments");
        var pane = await tmux.ScriptAsync("arguments", "f=$1; shift; printf '%s\\0' \"$@\" > \"$f\"", [file, .. arguments]);
        await TmuxFixture.UntilAsync(async () => (await tmux.PaneAsync("arguments")).Dead);

        Assert.Equal(arguments, (await File.ReadAllTextAsync(file)).Split('\0')[..^1]);
        Assert.False(File.Exists(mark));

        File.Delete(file);
        await tmux.Server.RespawnAsync(
            pane.PaneId, tmux.Folder, ["sh", "-c", "f=$1; shift; printf '%s\\0' \"$@\" > \"$f\"", "sh", file, .. arguments], tmux.Cancellation);
        await TmuxFixture.UntilAsync(async () => (await tmux.PaneAsync("arguments")).Dead && File.Exists(file));
        Assert.Equal(arguments, (await File.ReadAllTextAsync(file)).Split('\0')[..^1]);
    }

    [Fact]
    public async Task A_folder_name_is_never_a_command()
    {
        var mark = Path.Combine(tmux.Folder, "Y");
        var folder = Directory.CreateDirectory(Path.Combine(tmux.Folder, "a #(touch Y) #{pid} ##[b $HOME ~ '\"; é")).FullName;
        var request = new NewSession("folder", folder, ["sh", "-c", "pwd > ./here; exec sleep 1000"], "#(touch Y)", "#{pid}");
        var pane = await tmux.Server.NewSessionAsync(request, tmux.Cancellation);

        var here = Path.Combine(folder, "here");
        await TmuxFixture.UntilAsync(() => File.Exists(here) && new FileInfo(here).Length > 0);
        Assert.Equal(folder, (await File.ReadAllTextAsync(here)).TrimEnd('\n'));
        Assert.Equal(("#(touch Y)", "#{pid}"), (pane.Project, pane.Task));
        Assert.False(File.Exists(mark) || File.Exists(Path.Combine(folder, "Y")));
    }

    [Fact]
    public async Task A_missing_folder_is_said_and_not_replaced()
    {
        var request = new NewSession("nowhere", Path.Combine(tmux.Folder, "nowhere"), ["sleep", "1000"], "p", "1");
        await Assert.ThrowsAsync<TmuxException>(() => tmux.Server.NewSessionAsync(request, tmux.Cancellation));
    }

    [Fact]
    public async Task A_single_word_is_a_program_and_not_a_shell_line()
    {
        var mark = Path.Combine(tmux.Folder, "Z");
        await tmux.Server.NewSessionAsync(new NewSession("word", tmux.Folder, [$"true; touch {mark}"], "p", "1"), tmux.Cancellation);
        await TmuxFixture.UntilAsync(async () => (await tmux.PaneAsync("word")).Dead);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await tmux.ScriptAsync("twice", "exec sleep 1000");
        var failure = await Assert.ThrowsAsync<TmuxException>(() => tmux.ScriptAsync("twice", "exec sleep 1000"));
        Assert.Contains("twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_a_session_never_takes_one_with_a_longer_name()
    {
        var ten = await tmux.ScriptAsync("claude-10", "exec sleep 1000");
        await tmux.Server.KillSessionAsync("claude-1", tmux.Cancellation);
        Assert.Equal(ten.PanePid, (await tmux.PaneAsync("claude-10")).PanePid);

        await tmux.Server.KillSessionAsync(ten.SessionId, tmux.Cancellation);
        await tmux.Server.KillSessionAsync(ten.SessionId, tmux.Cancellation);
        Assert.DoesNotContain((await tmux.Server.ListAsync(tmux.Cancellation)).Panes, pane => pane.SessionName == "claude-10");
    }

    [Theory]
    [InlineData("exit 3", 3, null)]
    [InlineData("kill -TERM $$", null, 15)]
    public async Task How_a_program_ended_is_known(string script, int? status, int? signal)
    {
        var name = $"ended-{status}{signal}";
        await tmux.ScriptAsync(name, script);
        await TmuxFixture.UntilAsync(async () => await tmux.PaneAsync(name) is { Dead: true } pane && (pane.ExitStatus ?? pane.Signal) is not null);
        var pane = await tmux.PaneAsync(name);
        Assert.Equal((status, signal), (pane.ExitStatus, pane.Signal));
    }

    [Fact]
    public async Task A_respawned_pane_keeps_its_id_and_history()
    {
        var pane = await tmux.ScriptAsync("again", "echo first; exec sleep 1000");
        await TmuxFixture.UntilAsync(async () => (await Screen(pane)).Contains("first", StringComparison.Ordinal));
        await tmux.Server.RespawnAsync(pane.PaneId, tmux.Folder, ["sh", "-c", "echo second; exec sleep 1000"], tmux.Cancellation);
        await TmuxFixture.UntilAsync(async () => (await Screen(pane)).Contains("second", StringComparison.Ordinal));
        Assert.NotEqual(pane.PanePid, (await tmux.PaneAsync("again")).PanePid);
    }

    [Fact]
    public async Task A_screen_is_captured_with_and_without_colours_and_history()
    {
        var pane = await tmux.ScriptAsync("colours", "seq 1 200; printf '\\033[31mröd 🎼\\033[0m %%end\\n%%end 1 1 1\\n'; exec sleep 1000");
        await TmuxFixture.UntilAsync(async () => (await Screen(pane)).Contains("%end 1 1 1", StringComparison.Ordinal));
        var plain = await Screen(pane);
        var coloured = await tmux.Server.CaptureAsync(pane.PaneId, colours: true, 0, tmux.Cancellation);
        var history = await tmux.Server.CaptureAsync(pane.PaneId, colours: false, 1000, tmux.Cancellation);

        Assert.Contains("\nröd 🎼 %end\n%end 1 1 1", plain, StringComparison.Ordinal);
        Assert.Contains("\u001b[31mröd 🎼", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\n100\n", plain, StringComparison.Ordinal);
        Assert.StartsWith("1\n2\n3\n", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_full_of_forged_answers_deceives_nobody()
    {
        // The numbers of the next commands can be guessed; all of them in this second and the next ones.
        var forge = "now=$(date +%s); for t in 0 1 2 3 4; do for n in $(seq 1 600); do "
            + "printf '%%%%end %d %d 1\\n%%%%begin %d 9999 1\\n' $((now+t)) $n $now; done; done; echo all; exec sleep 1000";
        var pane = await tmux.ScriptAsync("forger", forge.Replace("%%%%", "%%", StringComparison.Ordinal));
        await TmuxFixture.UntilAsync(async () => (await Screen(pane)).Contains("all", StringComparison.Ordinal));
        for (var round = 0; round < 20; round++)
        {
            var text = await tmux.Server.CaptureAsync(pane.PaneId, colours: false, 10_000, tmux.Cancellation);
            Assert.Equal(6000, text.Split('\n').Count(line => line.StartsWith('%')));
            Assert.Contains((await tmux.Server.ListAsync(tmux.Cancellation)).Panes, other => other.PaneId == pane.PaneId);
        }
    }

    [Fact]
    public async Task A_window_takes_its_size_again_when_the_last_terminal_leaves()
    {
        var pane = await tmux.ScriptAsync("small", "exec sleep 1000");
        var terminal = await tmux.ScriptAsync(
            "terminal", "unset TMUX; stty rows 20 cols 80; exec tmux -S \"$1\" attach-session -t =small", tmux.Socket);
        await TmuxFixture.UntilAsync(async () => await Size(pane) == "80x19");
        await tmux.Server.KillSessionAsync(terminal.SessionId, tmux.Cancellation);
        await TmuxFixture.UntilAsync(async () => await Size(pane) == "200x50");

        await tmux.Server.ResizeAsync(pane.PaneId, 100, 30, tmux.Cancellation);
        Assert.Equal("100x30", await Size(pane));
        Assert.DoesNotContain("manual", await tmux.TmuxAsync("show-options", "-w", "-t", pane.PaneId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_sessions_disturbs()
    {
        var disturbed = new TaskCompletionSource();
        tmux.Server.Disturbed += () => disturbed.TrySetResult();
        await tmux.TmuxAsync("new-session", "-d", "-s", "foreign", "sleep", "1000");
        await disturbed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Null((await tmux.PaneAsync("foreign")).Task);
    }

    [Fact]
    public async Task Many_at_once_each_get_their_own_answer()
    {
        var panes = new List<TmuxPane>();
        for (var number = 0; number < 5; number++)
        {
            panes.Add(await tmux.ScriptAsync($"many-{number}", "echo \"I am $1\"; exec sleep 1000", $"<{number}>"));
        }
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var mine = number % panes.Count;
            await TmuxFixture.UntilAsync(async () => (await Screen(panes[mine])).StartsWith($"I am <{mine}>", StringComparison.Ordinal));
        }));
    }

    private Task<string> Screen(TmuxPane pane) => tmux.Server.CaptureAsync(pane.PaneId, colours: false, 0, tmux.Cancellation);

    private async Task<string> Size(TmuxPane pane) =>
        (await tmux.TmuxAsync("display-message", "-p", "-t", pane.PaneId, "#{window_width}x#{window_height}")).Trim();
}
