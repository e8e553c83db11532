using System.Net;
using System.Net.Sockets;
using Chorus.EndToEnd.Fixtures;
using Chorus.Tests.Web.Access;

namespace Chorus.EndToEnd;

/// <summary>Threat S11: the program listens for other machines only where two keys say so, whatever spelling of an address it is given.</summary>
public sealed class AccessBindTests : IAsyncLifetime
{
    private readonly Sandbox sandbox = new();

    public Task InitializeAsync()
    {
        sandbox.AddScript("claude", "#!/bin/sh\nexec sleep 1000\n");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await sandbox.DisposeAsync();

    [Fact]
    public async Task No_spelling_of_an_address_lets_other_machines_in_by_itself()
    {
        string[] hosts = ["0.0.0.0", "::", "0", "0x0", "::0", "[::]", "::ffff:0.0.0.0", "*", "+", "", "127.1", "127.0.0.2", "10.0.0.1", "example.com"];
        var port = ChorusServer.FreePort();
        // Two at once: each is a start of the program.
        foreach (var pair in hosts.Chunk(2))
        {
            await Task.WhenAll(pair.Select(host => RefusedAsync(host, port, "")));
        }
    }

    [Theory]
    [InlineData("allow_remote = true")]
    [InlineData("allow_remote = true\nallowed_hosts = []")]
    [InlineData("allowed_hosts = [\"dev-box\"]")]
    [InlineData("allow_remote = false\nallowed_hosts = [\"dev-box\"]")]
    public async Task One_of_the_two_keys_is_not_enough(string keys) => await RefusedAsync("0.0.0.0", ChorusServer.FreePort(), keys);

    [Fact]
    public async Task A_host_on_the_command_line_is_held_to_the_same()
    {
        sandbox.WriteConfig(ChorusServer.FreePort());
        await using var process = sandbox.Start("serve", sandbox.Config, sandbox.Project, "--no-open", "--host", "0.0.0.0");
        AssertRefused(await process.FinishedAsync(TimeSpan.FromSeconds(30)), "--host 0.0.0.0");
    }

    [Fact]
    public async Task With_both_keys_it_listens_and_still_asks_everyone_to_log_in()
    {
        // An address that only this machine has, but that counts as one of another: no test is open to the network.
        var address = new IPEndPoint(IPAddress.Parse("127.0.0.2"), ChorusServer.FreePort());
        File.Copy(WriteConfig("both.toml", "127.0.0.2", address.Port, "allow_remote = true\nallowed_hosts = [\"dev-box\"]"), sandbox.Config, overwrite: true);
        await using var server = new ChorusServer(sandbox);
        await server.StartAsync();
        Assert.Equal(401, (await RawHttp.ExchangeAsync(address, $"GET / HTTP/1.1\r\nHost: dev-box:{address.Port}\r\nConnection: close\r\n\r\n")).Status);
        Assert.Equal(400, (await RawHttp.ExchangeAsync(address, $"GET / HTTP/1.1\r\nHost: other-box:{address.Port}\r\nConnection: close\r\n\r\n")).Status);
    }

    private async Task RefusedAsync(string host, int port, string keys)
    {
        var config = WriteConfig($"{Guid.NewGuid():N}.toml", host, port, keys);
        await using var process = sandbox.Start("serve", config, sandbox.Project, "--no-open");
        AssertRefused(await process.FinishedAsync(TimeSpan.FromSeconds(30)), $"host = \"{host}\" with '{keys}'");
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        Assert.False(Directory.Exists(sandbox.State), "It had begun to work before it looked at the address.");
    }

    private string WriteConfig(string name, string host, int port, string keys)
    {
        var path = Path.Combine(sandbox.Home, name);
        File.WriteAllText(path, $"[server]\nhost = \"{host}\"\nport = {port}\n{keys}\n[stacks]\nmode = \"none\"\n[notifications]\ndesktop = false\n");
        return path;
    }

    private static void AssertRefused(Finished finished, string how)
    {
        Assert.True(finished.ExitCode == 2, $"{how}: {finished}");
        Assert.Contains("allow_remote", finished.Error, StringComparison.Ordinal);
        Assert.Contains("allowed_hosts", finished.Error, StringComparison.Ordinal);
        Assert.Contains("[server] host", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }
}
