using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd;

/// <summary>What cannot work is said in one clear message with the right exit code, and nothing is lost.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly Sandbox sandbox = new();

    public Task InitializeAsync()
    {
        sandbox.AddScript("claude", "#!/bin/sh\nexec sleep 1000\n");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [Fact]
    public async Task Broken_TOML_is_told_with_its_place()
    {
        await File.WriteAllTextAsync(sandbox.Config, "[server]\nhost = \"127.0.0.1\nport = 8000\n");
        AssertRefused(2, await ServeAsync(), $"{sandbox.Config}(2,");
    }

    [Fact]
    public async Task All_mistakes_of_a_configuration_are_told_at_once()
    {
        await File.WriteAllTextAsync(sandbox.Config, "[server]\nport = \"many\"\nhots = \"x\"\n[tmux]\npoll_interval = -1\n");
        var refusal = await ServeAsync();
        AssertRefused(2, refusal, "chorus.toml(2,8): ", "chorus.toml(3,1): ", "hots", "chorus.toml(5,17): ");
    }

    [Fact]
    public async Task A_missing_configuration_is_named() => AssertRefused(2, await ServeAsync("nowhere.toml", sandbox.Project), "nowhere.toml");

    [Fact]
    public async Task A_project_that_is_not_a_folder_is_named()
    {
        AssertRefused(2, await ServeAsync(sandbox.Config, sandbox.Config), sandbox.Config);
        AssertRefused(2, await ServeAsync(sandbox.Config, sandbox.InProject("missing")), sandbox.InProject("missing"));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        sandbox.WriteConfig(port);
        AssertRefused(1, await ServeAsync(), port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Without_tmux_it_says_how_to_get_it()
    {
        sandbox.RestrictPath("git", "sh", "sleep");
        AssertRefused(1, await ServeAsync(), "tmux");
    }

    [Fact]
    public async Task A_tmux_that_is_too_old_is_named_with_the_version_that_is_needed()
    {
        sandbox.AddScript("tmux", "#!/bin/sh\necho tmux 2.9\n");
        AssertRefused(1, await ServeAsync(), "2.9", "3.2a");
    }

    [Fact]
    public async Task Without_Claude_Code_it_says_what_is_missing()
    {
        File.Delete(Path.Combine(sandbox.Programs, "claude"));
        sandbox.WriteConfig(0, "");
        sandbox.RestrictPath("tmux", "git", "sh", "sleep");
        AssertRefused(1, await ServeAsync(), "claude");
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_is_named()
    {
        sandbox.Variables["XDG_STATE_HOME"] = sandbox.Config;
        AssertRefused(2, await ServeAsync(), sandbox.Config, "XDG_STATE_HOME");
    }

    [Fact]
    public async Task A_state_folder_that_others_may_write_to_is_refused()
    {
        var state = await StateOfAFirstRunAsync();
        File.SetUnixFileMode(state, File.GetUnixFileMode(state) | UnixFileMode.GroupWrite);
        AssertRefused(2, await ServeAsync(), state, "chmod 700");
    }

    [Fact]
    public async Task A_state_folder_that_is_a_link_is_refused()
    {
        var state = await StateOfAFirstRunAsync();
        Directory.Move(state, state + ".moved");
        Directory.CreateSymbolicLink(state, state + ".moved");
        AssertRefused(2, await ServeAsync(), state, "link");
    }

    [Fact]
    public async Task A_state_folder_of_somebody_else_is_refused()
    {
        var state = await StateOfAFirstRunAsync();
        if (Place.IsRoot)
        {
            await LocalProcess.RunAsync(Place.Program("chown"), ["nobody", state], sandbox.Project, sandbox.Variables);
            AssertRefused(2, await ServeAsync(), state, "another user");
        }
        else
        {
            // Only root can give files away; what everybody else meets is a folder that root made.
            sandbox.Variables["XDG_STATE_HOME"] = "/";
            AssertRefused(2, await ServeAsync(), "XDG_STATE_HOME");
        }
    }

    [Theory]
    [InlineData(DatabaseDamage.Text)]
    [InlineData(DatabaseDamage.Empty)]
    [InlineData(DatabaseDamage.Header)]
    [InlineData(DatabaseDamage.Cut)]
    public async Task A_damaged_database_is_named_and_not_touched(DatabaseDamage damage)
    {
        var database = Path.Combine(await StateOfAFirstRunAsync(), "chorus.db");
        var content = await File.ReadAllBytesAsync(database);
        var damaged = damage switch
        {
            DatabaseDamage.Text => "This is not a database, whatever its name says.\n"u8.ToArray(),
            DatabaseDamage.Empty => [],
            DatabaseDamage.Header => [.. new byte[64], .. content[64..]],
            _ => content[..(content.Length / 2)],
        };
        await File.WriteAllBytesAsync(database, damaged);

        AssertRefused(3, await ServeAsync(), database);

        Assert.Equal(damaged, await File.ReadAllBytesAsync(database));
    }

    [Fact]
    public async Task A_second_server_is_refused_with_the_process_and_address_of_the_first()
    {
        await using var server = new ChorusServer(sandbox);
        await server.StartAsync();
        var watch = Stopwatch.StartNew();

        AssertRefused(1, await ServeAsync(), server.Id.ToString(CultureInfo.InvariantCulture), server.Url.GetLeftPart(UriPartial.Authority));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal(server.Id, (await server.Api.GetAsync("server")).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_that_keeps_the_next_one_from_starting()
    {
        await using var server = new ChorusServer(sandbox);
        await server.StartAsync();
        await server.Api.PostAsync("tasks", new { title = "Kept" });
        await server.KillAsync();
        await server.StartAsync();

        Assert.Equal("Kept", Assert.Single((await server.Api.GetAsync("tasks")).EnumerateArray()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_verb_without_a_server_says_how_to_start_one() => AssertRefused(5, await sandbox.CliAsync("task", "list"), "chorus serve");

    [Fact]
    public async Task A_wrong_verb_is_wrong_usage() => AssertRefused(2, await sandbox.CliAsync("tusk"), "chorus --help");

    private Task<Finished> ServeAsync() => ServeAsync(sandbox.Config, sandbox.Project);

    private async Task<Finished> ServeAsync(string config, string project)
    {
        await using var process = sandbox.Start("serve", config, project, "--no-open");
        return await process.FinishedAsync(TimeSpan.FromSeconds(15));
    }

    private async Task<string> StateOfAFirstRunAsync()
    {
        await using var server = new ChorusServer(sandbox);
        await server.StartAsync();
        await server.StopAsync(TimeSpan.FromSeconds(10));
        return sandbox.StateOfProject;
    }

    private static void AssertRefused(int exitCode, Finished finished, params IEnumerable<string> words)
    {
        Assert.True(finished.ExitCode == exitCode, $"{exitCode} was expected. {finished}");
        foreach (var word in words) { Assert.Contains(word, finished.Error, StringComparison.Ordinal); }
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", finished.Error, StringComparison.Ordinal);
    }
}

/// <summary>What can have happened to a database file.</summary>
public enum DatabaseDamage
{
    Text,
    Empty,
    Header,
    Cut,
}
