using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.Commands;

/// <summary>The server's answer to one relayed hook: its status code and, when it arrived whole, its body.</summary>
internal readonly record struct HookReply(int StatusCode, byte[] Body);

/// <summary>Reads one HTTP/1.1 answer from a stream that ends after it; anything cut short or malformed is null.</summary>
internal static class HookAnswerReader
{
    private const int HeaderLimit = 32 * 1024;
    private const int BodyLimit = 4 * 1024 * 1024;

    public static async Task<HookReply?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var received = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            received.Write(buffer, 0, read);
            if (received.Length > HeaderLimit + BodyLimit) { return null; }
            if (Parse(received.GetBuffer().AsSpan(0, (int)received.Length)) is { } reply) { return reply; }
        }

        return null;
    }

    /// <summary>True for exactly one JSON object: a truncated or foreign text must never reach Claude as an answer.</summary>
    public static bool IsJsonObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) { return false; }
            while (reader.Read()) { }
            return reader.CurrentDepth == 0;
        }
        catch (JsonException) { return false; }
    }

    internal static HookReply? Parse(ReadOnlySpan<byte> received)
    {
        var headerEnd = received.IndexOf("\r\n\r\n"u8);
        if (headerEnd < 0) { return null; }
        var lines = Encoding.ASCII.GetString(received[..headerEnd]).Split("\r\n");
        var words = lines[0].Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return new HookReply(0, []);
        }

        var rest = received[(headerEnd + 4)..];
        // 1xx answers precede the real one.
        if (status is >= 100 and < 200) { return Parse(rest); }
        if (status is 204 or 304) { return new HookReply(status, []); }
        if (Header(lines, "Transfer-Encoding") is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return Dechunk(rest) is { } whole ? new HookReply(status, whole) : null;
        }

        if (!int.TryParse(Header(lines, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return new HookReply(0, []);
        }

        return rest.Length >= length ? new HookReply(status, rest[..length].ToArray()) : null;
    }

    private static string? Header(string[] lines, string name) =>
        lines.Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault();

    private static byte[]? Dechunk(ReadOnlySpan<byte> rest)
    {
        var body = new List<byte>();
        while (true)
        {
            var lineEnd = rest.IndexOf("\r\n"u8);
            if (lineEnd < 0) { return null; }
            var size = Encoding.ASCII.GetString(rest[..lineEnd]).Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length is < 0 or > BodyLimit) { return null; }
            rest = rest[(lineEnd + 2)..];
            if (length == 0) { return [.. body]; }
            if (rest.Length < length + 2) { return null; }
            body.AddRange(rest[..length]);
            rest = rest[(length + 2)..];
        }
    }
}
