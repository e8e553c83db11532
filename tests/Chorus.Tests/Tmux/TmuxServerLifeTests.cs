using System.Collections;
using System.Diagnostics;
using Chorus.Tmux;
using Microsoft.Extensions.Time.Testing;

namespace Chorus.Tests.Tmux;

public sealed class TmuxServerLifeTests : IAsyncLifetime
{
    private readonly TmuxFixture tmux = new();

    public Task InitializeAsync() => tmux.StartAsync();

    public Task DisposeAsync() => tmux.DisposeAsync();

    [Fact]
    public async Task A_killed_server_is_noticed_at_once_and_started_again_only_on_demand()
    {
        await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        var first = tmux.Server.Generation!;
        var disturbed = new TaskCompletionSource();
        tmux.Server.Disturbed += () => disturbed.TrySetResult();

        await tmux.SignalAsync(first.Pid, "KILL");
        await disturbed.Task.WaitAsync(TimeSpan.FromSeconds(5));
        for (var round = 0; round < 3; round++)
        {
            var lost = await Assert.ThrowsAsync<TmuxServerLostException>(() => tmux.Server.ListAsync(tmux.Cancellation));
            Assert.Equal(first, lost.Lost);
        }

        await tmux.StartAsync();
        var snapshot = await tmux.Server.ListAsync(tmux.Cancellation);
        Assert.NotEqual(first.Pid, snapshot.ServerPid);
        Assert.Empty(snapshot.Panes);
    }

    [Fact]
    public async Task A_server_killed_again_and_again_is_always_noticed_and_replaced()
    {
        for (var round = 0; round < 5; round++)
        {
            await tmux.SignalAsync(tmux.Server.Generation!.Pid, "KILL");
            await Assert.ThrowsAsync<TmuxServerLostException>(() => tmux.Server.ListAsync(tmux.Cancellation));
            await tmux.StartAsync();
            await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        }
    }

    [Fact]
    public async Task A_lost_home_session_is_not_a_lost_server()
    {
        var pane = await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        var disturbed = new TaskCompletionSource();
        tmux.Server.Disturbed += () => disturbed.TrySetResult();
        await tmux.TmuxAsync("kill-session", "-t", "=_chorus");
        await disturbed.Task.WaitAsync(TimeSpan.FromSeconds(5));

        await ListedAsync(pane);
        Assert.Contains("_chorus", await tmux.TmuxAsync("list-sessions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_Chorus_adopts_the_sessions()
    {
        var pane = await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        await tmux.Server.DisposeAsync();

        await using var next = tmux.NewServer();
        await next.StartAsync(tmux.Cancellation);
        Assert.True(next.Generation!.IsSameAs(tmux.Server.Generation!));
        Assert.Equal(pane.PanePid, Assert.Single((await next.ListAsync(tmux.Cancellation)).Panes).PanePid);
    }

    [Fact]
    public async Task A_deleted_socket_is_made_again_by_the_same_server()
    {
        var pane = await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        File.Delete(tmux.Socket);
        await tmux.Server.ListAsync(tmux.Cancellation);
        await TmuxFixture.UntilAsync(() => File.Exists(tmux.Socket));

        File.Delete(tmux.Socket);
        await using var next = tmux.NewServer();
        await next.StartAsync(tmux.Cancellation);
        Assert.True(next.Generation!.IsSameAs(tmux.Server.Generation!));
        Assert.Equal(pane.PanePid, Assert.Single((await next.ListAsync(tmux.Cancellation)).Panes).PanePid);
    }

    [Fact]
    public async Task A_client_that_cannot_talk_to_a_living_server_does_not_mean_loss()
    {
        await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        var other = Path.Combine(tmux.Folder, "othertmux");
        await File.WriteAllTextAsync(
            other,
            "#!/bin/sh\ncase \"$*\" in -V) echo 'tmux 3.7c';; *) printf '%%begin 1 1 0\\n%%error 1 1 0\\n%%exit server exited unexpectedly\\n'; exit 1;; esac\n");
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var server = tmux.NewServer(other);
        var failure = await Assert.ThrowsAsync<TmuxException>(() => server.StartAsync(tmux.Cancellation));
        Assert.Contains("lives", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3.7c", failure.Message, StringComparison.Ordinal);
        Assert.Single((await tmux.Server.ListAsync(tmux.Cancellation)).Panes);
    }

    [Fact]
    public async Task A_tmux_that_is_too_old_is_refused()
    {
        var old = Path.Combine(tmux.Folder, "oldtmux");
        await File.WriteAllTextAsync(old, "#!/bin/sh\necho 'tmux 3.1c'\n");
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var server = tmux.NewServer(old);
        var failure = await Assert.ThrowsAsync<TmuxException>(() => server.StartAsync(tmux.Cancellation));
        Assert.Contains("3.2a", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_and_found_again()
    {
        var pane = await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        await tmux.SignalAsync(tmux.Server.Generation!.Pid, "STOP");
        var watch = Stopwatch.StartNew();
        try
        {
            var calls = Enumerable.Range(0, 5).Select(_ => Assert.ThrowsAsync<TmuxException>(() => tmux.Server.ListAsync(tmux.Cancellation)));
            var failures = await Task.WhenAll(calls);
            Assert.Contains(failures, failure => failure.Message.Contains("10 seconds", StringComparison.Ordinal));
            Assert.InRange(watch.Elapsed.TotalSeconds, 9, 16);
        }
        finally
        {
            await tmux.SignalAsync(tmux.Server.Generation!.Pid, "CONT");
        }
        await ListedAsync(pane);
    }

    [Fact]
    public async Task The_whole_server_ends_on_demand_and_can_start_anew()
    {
        var first = tmux.Server.Generation!;
        await tmux.ScriptAsync("claude-1", "exec sleep 1000");
        await tmux.Server.KillServerAsync(tmux.Cancellation);
        Assert.False(ServerProcess.IsAlive(first.Pid, tmux.Socket));
        await tmux.StartAsync();
        Assert.Empty((await tmux.Server.ListAsync(tmux.Cancellation)).Panes);
    }

    [Fact]
    public async Task Files_are_private_and_the_command_line_says_nothing()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(tmux.Folder, "tmux.conf")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tmux.Socket + ".server"));
        var line = await File.ReadAllTextAsync($"/proc/{tmux.Server.Generation!.Pid}/cmdline");
        Assert.Equal(["-u", "-S", tmux.Socket, "-f", Path.Combine(tmux.Folder, "tmux.conf"), "start-server", ""], line.Split('\0')[1..]);
    }

    [Fact]
    public void Sessions_inherit_the_users_environment_and_nothing_meant_for_Chorus()
    {
        IDictionary environment = new Dictionary<string, string>
        {
            ["PATH"] = "/bin",
            ["CLAUDE_CODE_OAUTH_TOKEN"] = "t",
            ["DOTNET_ROOT"] = "/opt/dotnet",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["DOTNET_gcServer"] = "0",
            ["ASPNETCORE_URLS"] = "http://+:80",
            ["CHORUS_HOOK_TOKEN"] = "secret",
            ["TMUX"] = "x",
            ["TMUX_PANE"] = "%1",
            ["TMUX_TMPDIR"] = "/tmp",
        };
        var removals = TmuxEnvironment.Removals(environment);
        Assert.Equal(
            ["ASPNETCORE_URLS", "CHORUS_HOOK_TOKEN", "DOTNET_ENVIRONMENT", "DOTNET_gcServer", "TMUX", "TMUX_PANE"],
            removals.Keys.Order(StringComparer.Ordinal));
        Assert.All(removals.Values, Assert.Null);
    }

    [Fact]
    public void Tries_wait_longer_and_longer_until_a_connection_holds()
    {
        var clock = new FakeTimeProvider();
        var delay = new ReconnectDelay(clock);
        Assert.Equal(TimeSpan.Zero, delay.Remaining);
        var waits = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            delay.Failed();
            waits.Add(delay.Remaining.TotalSeconds);
        }
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], waits);
        Assert.Throws<TmuxException>(delay.ThrowIfTooEarly);

        clock.Advance(TimeSpan.FromSeconds(10));
        delay.Connected();
        Assert.Equal(TimeSpan.Zero, delay.Remaining);
        delay.Ended();
        Assert.Equal(10, delay.Remaining.TotalSeconds);

        delay.Connected();
        clock.Advance(TimeSpan.FromSeconds(10));
        delay.Ended();
        Assert.Equal(TimeSpan.Zero, delay.Remaining);
    }

    /// <summary>Back-off may refuse the first tries.</summary>
    private Task ListedAsync(TmuxPane pane) => TmuxFixture.UntilAsync(async () =>
    {
        try { return (await tmux.Server.ListAsync(tmux.Cancellation)).Panes.Single().PanePid == pane.PanePid; }
        catch (TmuxServerLostException) { throw; }
        catch (TmuxException) { return false; }
    });
}
