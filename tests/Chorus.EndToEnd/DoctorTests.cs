using System.Globalization;
using System.Text.Json;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd;

/// <summary>The doctor tells what is there, whatever state it is in, and leaves everything as it was.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task On_a_new_project_with_the_real_Claude_Code_it_finds_what_is_needed_and_makes_nothing()
    {
        await using var sandbox = new Sandbox();
        sandbox.AddProgram("claude", Place.Claude);
        var before = FolderTree.Of(sandbox.Project, sandbox.Home, sandbox.Programs);
        var looked = await sandbox.CliAsync("doctor");
        Assert.True(looked.ExitCode == 0, looked.ToString());
        Assert.Matches(@"(?m)^(ok|warn)  +claude +\d+\.\d+\.\d+ ", looked.Output);
        Assert.Contains("is made at the first chorus serve", looked.Output, StringComparison.Ordinal);
        Assert.Equal(before, FolderTree.Of(sandbox.Project, sandbox.Home, sandbox.Programs));
        Assert.False(Directory.Exists(sandbox.State));
        Assert.Empty(sandbox.Processes());
    }

    [Fact]
    public async Task It_names_the_running_server_and_after_a_crash_the_sessions_that_nobody_looks_after()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await world.StartTasksAsync(2, "[[say: done]]", "idle");
        Assert.Equal(("ok", $"{world.Server.Url.ToString().TrimEnd('/')} (pid {world.Server.Id}) holds the lock"), await SaidAsync(sandbox, "server"));
        Assert.Equal(("ok", "2 in the tmux server"), await SaidAsync(sandbox, "sessions"));
        Assert.Contains("2 tasks", (await SaidAsync(sandbox, "database")).What, StringComparison.Ordinal);

        await world.Server.Api.PostAsync("tasks/1/outcome", new { outcome = "completed" });
        await world.Server.Api.PostAsync("tasks/2/outcome", new { outcome = "failed" });
        await Eventually.TrueAsync("the sessions have ended", async () => (await SaidAsync(sandbox, "sessions")).What == "0 in the tmux server");
        await world.Server.KillAsync();
        await OrphanAsync(sandbox, "claude-1", "1");
        await OrphanAsync(sandbox, "claude-99", "99");

        var before = FolderTree.Of(sandbox.Project, sandbox.Home, sandbox.State);
        var looked = await sandbox.CliAsync("doctor");
        Assert.True(looked.ExitCode == 0, looked.ToString());
        Assert.Equal(before, FolderTree.Of(sandbox.Project, sandbox.Home, sandbox.State));
        Assert.Contains("none runs; start it with: chorus serve", looked.Output, StringComparison.Ordinal);
        Assert.Contains("Nobody looks after claude-1 (task 1 is completed), claude-99 (there is no task 99).", looked.Output, StringComparison.Ordinal);
        Assert.Contains("2 tasks", looked.Output, StringComparison.Ordinal);

        var cure = looked.Output[looked.Output.IndexOf("End it: ", StringComparison.Ordinal)..].Split('\n')[0]["End it: ".Length..];
        Assert.Equal(0, (await LocalProcess.RunAsync(Place.Program("sh"), ["-c", cure], sandbox.Project, sandbox.Variables)).ExitCode);
        Assert.Equal("Nobody looks after claude-99 (there is no task 99).", (await SaidAsync(sandbox, "sessions")).What);
    }

    [Fact]
    public async Task A_tmux_server_that_hangs_or_lost_its_socket_is_told_and_none_is_ever_started()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        var tmux = (await world.TmuxServerAsync()).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, await world.Server.StopAsync(TimeSpan.FromSeconds(10)));

        await SignalAsync(sandbox, "STOP", tmux);
        var hanging = await sandbox.CliAsync("doctor");
        await SignalAsync(sandbox, "CONT", tmux);
        Assert.True(hanging.ExitCode == 1, hanging.ToString());
        Assert.Contains($"The tmux server {tmux} lives, but cannot be reached", hanging.Output, StringComparison.Ordinal);

        File.Delete(Path.Combine(sandbox.StateOfProject, "tmux.sock"));
        Assert.Equal("warn", (await SaidAsync(sandbox, "sessions")).Status);

        await SignalAsync(sandbox, "KILL", tmux);
        await Eventually.TrueAsync("the tmux server is gone", () => sandbox.Processes().Count == 0);
        Assert.Equal(("ok", "no tmux server runs; chorus serve starts it"), await SaidAsync(sandbox, "sessions"));
        Assert.Empty(sandbox.Processes());
    }

    private static async Task OrphanAsync(Sandbox sandbox, string session, string task)
    {
        var made = await sandbox.TmuxAsync(
            "new-session", "-d", "-s", session, "sleep", "1000", ";", "set-option", "-t", $"={session}:", "@chorus_project", sandbox.StateOfProject, ";", "set-option", "-t", $"={session}:", "@chorus_task", task);
        Assert.True(made.ExitCode == 0, made.ToString());
    }

    private static async Task SignalAsync(Sandbox sandbox, string signal, string process)
    {
        var sent = await LocalProcess.RunAsync(Place.Program("sh"), ["-c", "kill -\"$1\" \"$2\"", "sh", signal, process], sandbox.Project, sandbox.Variables);
        Assert.True(sent.ExitCode == 0, sent.ToString());
    }

    private static async Task<(string Status, string What)> SaidAsync(Sandbox sandbox, string subject)
    {
        var finding = JsonElement.Parse((await sandbox.CliAsync("doctor", "--json")).Output).EnumerateArray().Single(one => one.GetProperty("subject").GetString() == subject);
        return (finding.GetProperty("status").GetString()!, finding.GetProperty("what").GetString()!);
    }
}
