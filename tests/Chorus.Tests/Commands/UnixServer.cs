using System.Net.Sockets;
using System.Text;

namespace Chorus.Tests.Commands;

/// <summary>A tiny server on a unix socket whose every connection is answered by one function, byte for byte.</summary>
internal sealed class UnixServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<string, CancellationToken, Task<string>> answer;
    private readonly Task accepting;
    private readonly string path;

    /// <summary>Requests in order of arrival, head and body as received.</summary>
    public List<string> Requests { get; } = [];

    public UnixServer(string path, Func<string, CancellationToken, Task<string>> answer)
    {
        this.path = path;
        this.answer = answer;
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        accepting = AcceptAsync();
    }

    public UnixServer(string path, string answer) : this(path, (_, _) => Task.FromResult(answer)) { }

    public static string Reply(int status, string body) =>
        $"HTTP/1.1 {status} Words\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        File.Delete(path);
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) { connections.Add(ServeAsync(await listener.AcceptAsync(stopping.Token))); }
        }
        catch (OperationCanceledException) { }
        catch (SocketException) { }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                await using var stream = new NetworkStream(connection);
                var request = await ReadRequestAsync(stream);
                if (request.Length == 0) { return; } // Somebody only looked whether the socket answers.
                lock (Requests) { Requests.Add(request); }
                await stream.WriteAsync(Encoding.UTF8.GetBytes(await answer(request, stopping.Token)), stopping.Token);
            }
            catch (OperationCanceledException) { }
            catch (IOException) { }
        }
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, stopping.Token);
            received.Write(buffer, 0, read);
            var text = Encoding.UTF8.GetString(received.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && received.Length >= end + 4 + BodyLength(text[..end]))) { return text; }
        }
    }

    private static int BodyLength(string head) =>
        head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
