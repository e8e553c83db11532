using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary>Speaks JSON with the server over its unix socket; the mode of the socket's file is the credential.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient http;

    public ServerClient(string socket)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken) };
        // `task wait` holds its request for as long as the user wants.
        http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public void Dispose() => http.Dispose();

    /// <summary>The server's answer, or an undefined element where it has nothing to say.</summary>
    /// <exception cref="CommandFailure">The server refused, or is gone.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) { request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"); }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) { throw new CommandFailure(ExitCode.Failed, Refusal(text, (int)response.StatusCode)); }
            return text.Length == 0 ? default : Parse(text) ?? throw new CommandFailure(ExitCode.Failed, "The server's answer is not JSON. Is it of the same version as this program?");
        }
        catch (HttpRequestException failure) when (failure.InnerException is SocketException)
        {
            throw new CommandFailure(ExitCode.NoServer, "The Chorus server stopped. Start it again with: chorus serve");
        }
        catch (HttpRequestException failure)
        {
            throw new CommandFailure(ExitCode.Failed, $"The connection to the Chorus server broke: {failure.Message}");
        }
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    private static string Refusal(string problem, int status) =>
        Parse(problem) is { ValueKind: JsonValueKind.Object } details && details.Text("detail") is { Length: > 0 } detail
            ? detail
            : $"The server refused with status {status}.";

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException) { return null; }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
