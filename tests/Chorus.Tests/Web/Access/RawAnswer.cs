using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chorus.Tests.Web.Access;

/// <summary>An HTTP answer as it came over the wire; status 0 when the connection was closed without one.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public string? Header(string name) => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    public JsonElement Json() => JsonElement.Parse(Body);

    public static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new RawAnswer(0, [], Encoding.UTF8.GetString(bytes));
        }

        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).Select(pair => (Name: pair[0], Value: pair.Length > 1 ? pair[1] : "")).ToArray();
        var isChunked = headers.Any(header => header.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        var body = bytes.AsSpan(end + 4);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(isChunked ? Joined(body) : body));
    }

    /// <summary>The chunks without their frames; of an answer that broke off, what came.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> body)
    {
        var joined = new List<byte>();
        while (body.IndexOf("\r\n"u8) is var line and > 0 && int.Parse(Encoding.ASCII.GetString(body[..line]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var size and > 0)
        {
            body = body[(line + 2)..];
            joined.AddRange(body[..Math.Min(size, body.Length)]);
            body = body[Math.Min(size + 2, body.Length)..];
        }

        return [.. joined];
    }
}

/// <summary>A browser's login: its cookie and its key.</summary>
internal sealed record LoggedIn(string Cookie, string Key);
