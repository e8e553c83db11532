using System.Globalization;
using System.Text.Json;

namespace Chorus.Tests.Web.Access;

/// <summary>An HTTP answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public string? Header(string name) => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    /// <summary>Body as JSON; the frames of a chunked body stand around it.</summary>
    public JsonElement Json() => JsonDocument.Parse(Body[Body.IndexOf('{', StringComparison.Ordinal)..(Body.LastIndexOf('}') + 1)]).RootElement;

    public static RawAnswer Parse(string text)
    {
        var head = text.Split("\r\n\r\n", 2);
        var lines = head[0].Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines[1..].Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair.Length > 1 ? pair[1] : "")).ToArray();
        return new RawAnswer(status, headers, head.Length > 1 ? head[1] : "");
    }
}

/// <summary>A browser's login: its cookie and its key.</summary>
internal sealed record LoggedIn(string Cookie, string Key);
