using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Chorus.Commands;

/// <summary>
/// <c>chorus hook [--wait]</c>: hands a hook's JSON to the server over its unix socket and prints the answer.
/// Whatever goes wrong it prints nothing and ends with 0, so that Claude Code falls back to its own dialog.
/// It runs for every permission request: a bare socket, because HttpClient and the command-line parser cost more than the whole job.
/// </summary>
internal static class HookRelay
{
    private const int PayloadLimit = 1024 * 1024;
    private static readonly TimeSpan OneTryLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var wait = arguments.Contains("--wait", StringComparer.Ordinal);
        return await RunAsync(wait, input, output, Environment.GetEnvironmentVariable, TimeProvider.System, cancellationToken);
    }

    internal static async Task<int> RunAsync(
        bool wait, Stream input, Stream output, Func<string, string?> environment, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            if (environment("CHORUS_HOOK_SOCKET") is not { Length: > 0 } socket) { return 0; }
            if (await ReadPayloadAsync(input, cancellationToken) is not { } payload) { return 0; }

            var request = Request(payload, environment);
            var reply = wait
                ? await AskUntilAnsweredAsync(socket, request, clock, cancellationToken)
                : await AskOnceAsync(socket, request, clock, cancellationToken);
            if (reply is { StatusCode: 200 } answer && HookAnswerReader.IsJsonObject(answer.Body))
            {
                await output.WriteAsync(answer.Body, cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
        catch (IOException) { }
        catch (OperationCanceledException) { }

        return 0;
    }

    private static async Task<byte[]?> ReadPayloadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var payload = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            payload.Write(buffer, 0, read);
            if (payload.Length > PayloadLimit) { return null; }
        }

        return payload.ToArray();
    }

    private static byte[] Request(byte[] payload, Func<string, string?> environment)
    {
        var head = $"""
            POST /hooks/claude HTTP/1.1
            Host: localhost
            Authorization: Bearer {OneLine(environment("CHORUS_HOOK_TOKEN"))}
            X-Chorus-Task: {OneLine(environment("CHORUS_TASK_ID"))}
            X-Chorus-Request: {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}
            Content-Type: application/json
            Accept: application/json
            Connection: close
            Content-Length: {payload.Length}
            """;
        return [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")), .. "\r\n\r\n"u8, .. payload];
    }

    /// <summary>A header value from the environment must not be able to add a header.</summary>
    private static string OneLine(string? value) => new((value ?? "").Where(letter => letter is > ' ' and < '\x7f').ToArray());

    private static async Task<HookReply?> AskOnceAsync(string socket, byte[] request, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(OneTryLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await AskAsync(socket, request, both.Token);
    }

    private static async Task<HookReply?> AskUntilAnsweredAsync(string socket, byte[] request, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // No reply: the server is gone or went away before it had an answer. 503: it is starting or stopping.
            if (await AskAsync(socket, request, cancellationToken) is { StatusCode: not 503 } reply) { return reply; }
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private static async Task<HookReply?> AskAsync(string path, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.WriteAsync(request, cancellationToken);
            return await HookAnswerReader.ReadAsync(stream, cancellationToken);
        }
        catch (SocketException) { return null; }
        catch (IOException) { return null; }
        catch (ArgumentOutOfRangeException) { return new HookReply(0, []); } // The path can never be a socket's: waiting would not help.
    }
}
