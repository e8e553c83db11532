using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chorus.Tests.Web.Access;

/// <summary>Sends exactly the bytes a test wants over a real socket, which no HTTP client would.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A request for one answer, well formed unless the headers say otherwise; a Host among them takes the place of <paramref name="host"/>.</summary>
    public static string Request(string method, string target, IReadOnlyList<string> headers, string body, string host)
    {
        var text = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        if (!headers.Any(header => header.StartsWith("Host:", StringComparison.Ordinal)))
        {
            text.Append($"Host: {host}\r\n");
        }

        foreach (var header in headers)
        {
            text.Append($"{header}\r\n");
        }

        if (!headers.Any(header => header.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)))
        {
            text.Append($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        }

        return text.Append($"Connection: close\r\n\r\n{body}").ToString();
    }

    /// <summary>A body as it is sent with <c>Transfer-Encoding: chunked</c>, which tells nobody its length before.</summary>
    public static string InChunks(string body)
    {
        var chunks = new StringBuilder();
        foreach (var chunk in body.Chunk(60_000))
        {
            chunks.Append(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n{new string(chunk)}\r\n");
        }

        return chunks.Append("0\r\n\r\n").ToString();
    }

    public static EndPoint Tcp(int port) => new IPEndPoint(IPAddress.Loopback, port);

    public static EndPoint Unix(string path) => new UnixDomainSocketEndPoint(path);

    /// <summary>Sends a text and reads until the other side closes.</summary>
    /// <param name="from">The loopback address to come from.</param>
    public static async Task<RawAnswer> ExchangeAsync(EndPoint to, string text, string from = "127.0.0.1")
    {
        using var limit = new CancellationTokenSource(Patience);
        using var socket = await ConnectAsync(to, from);
        return await ExchangeAsync(socket, text, limit.Token);
    }

    public static async Task<RawAnswer> ExchangeAsync(Socket socket, string text, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (IOException)
        {
            // Answered and closed before everything was read.
        }

        try
        {
            await stream.CopyToAsync(answer, cancellationToken);
        }
        catch (IOException)
        {
            // What was answered until then counts.
        }

        return RawAnswer.Parse(answer.ToArray());
    }

    /// <summary>Opens a stream and returns once its head and its first bytes came.</summary>
    public static async Task<(Socket Socket, RawAnswer First)> OpenStreamAsync(EndPoint to, string request)
    {
        using var limit = new CancellationTokenSource(Patience);
        var socket = await ConnectAsync(to);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), limit.Token);
        var first = new List<byte>();
        var buffer = new byte[16 * 1024];
        int count;
        do
        {
            count = await socket.ReceiveAsync(buffer, limit.Token);
            first.AddRange(buffer[..count]);
        }
        while (count > 0 && (!Encoding.UTF8.GetString([.. first]).Contains("\r\n\r\n", StringComparison.Ordinal) || socket.Available > 0));

        return (socket, RawAnswer.Parse([.. first]));
    }

    /// <summary>Waits until the other side ends a stream; fails when it does not in time.</summary>
    public static async Task EndedAsync(Socket socket, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) > 0) { }
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Also an end.
        }
    }

    public static async Task<Socket> ConnectAsync(EndPoint to, string from = "127.0.0.1")
    {
        var socket = to is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (to is IPEndPoint)
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        await socket.ConnectAsync(to, CancellationToken.None);
        return socket;
    }
}
