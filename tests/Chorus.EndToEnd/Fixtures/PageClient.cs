using System.Text.Json;
using Chorus.Tests.Web.Access;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>Talks to a server as a browser that has logged in does, over TCP; or as anyone else, who has only some of what a page of ours sends.</summary>
internal sealed class PageClient(ChorusServer server, LoggedIn login)
{
    public string Cookie { get; } = $"Cookie: {login.Cookie}";

    public string Key { get; } = $"X-Chorus-Key: {login.Key}";

    public string Origin => $"Origin: {server.Url.GetLeftPart(UriPartial.Authority)}";

    /// <summary>The secrets of this login: what stands in the cookie, and the key.</summary>
    public IReadOnlyList<string> Secrets { get; } = [login.Cookie.Split('=')[1], login.Key];

    /// <summary>Everything that a page of ours sends with a change.</summary>
    public string[] Proofs => [Cookie, Key, Origin, "Sec-Fetch-Site: same-origin"];

    /// <summary>Logs in with a one-time code, which works also where others have guessed too often.</summary>
    public static async Task<PageClient> LogInAsync(ChorusServer server)
    {
        var address = await server.LoginUrlAsync();
        var answer = await TryAsync(server, $$"""{"code":"{{address[(address.IndexOf('=', StringComparison.Ordinal) + 1)..]}}"}""");
        Assert.True(answer.Status == 200, $"The login was answered {answer.Status}: {answer.Body}");
        return new PageClient(server, new LoggedIn(answer.Header("Set-Cookie")!.Split(';')[0], answer.Json().GetProperty("key").GetString()!));
    }

    /// <summary>A try to log in, from this loopback address.</summary>
    public static Task<RawAnswer> TryAsync(ChorusServer server, string credentials, string from = "127.0.0.1") => RawHttp.ExchangeAsync(
        RawHttp.Tcp(server.Url.Port),
        RawHttp.Request("POST", "/login", ["Content-Type: application/json", $"Origin: {server.Url.GetLeftPart(UriPartial.Authority)}"], credentials, server.Url.Authority),
        from);

    public static string Token(Sandbox sandbox) => File.ReadAllText(Path.Combine(sandbox.StateOfProject, "token")).Trim();

    public Task<RawAnswer> SendAsync(string method, string path, IReadOnlyList<string> headers, string body = "") =>
        RawHttp.ExchangeAsync(RawHttp.Tcp(server.Url.Port), RawHttp.Request(method, path, headers, body, server.Url.Authority));

    /// <summary>Reads as a page of ours does.</summary>
    public Task<RawAnswer> GetAsync(string path, string accept = "application/json") => SendAsync("GET", path, [Cookie, $"Accept: {accept}", "Sec-Fetch-Site: same-origin"]);

    /// <summary>Changes something as a page of ours does.</summary>
    public Task<RawAnswer> ChangeAsync(string method, string path, object? body = null) =>
        SendAsync(method, path, [.. Proofs, "Accept: application/json", "Content-Type: application/json"], body is null ? "" : JsonSerializer.Serialize(body));
}
