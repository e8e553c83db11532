using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Chorus.Web.Access;

/// <summary>
/// The exact list of hosts this server answers to, each with the one origin its pages have. A configured name may also stand
/// behind a TLS front on port 443, which passes the host without a port.
/// </summary>
internal sealed class AllowedOrigins(AccessOptions options)
{
    private static readonly string[] LoopbackNames = ["127.0.0.1", "localhost", "[::1]"];
    private readonly ConcurrentDictionary<(bool Https, int Port), FrozenDictionary<string, string>> lists = new();

    /// <summary>The origin of pages under the request's host, or null when the host is not ours.</summary>
    public string? For(HttpRequest request)
    {
        var hosts = request.Headers.Host;
        if (hosts.Count != 1 || hosts[0] is not { Length: > 0 } host)
        {
            return null;
        }

        var list = lists.GetOrAdd((request.IsHttps, request.HttpContext.Connection.LocalPort), Build);
        return list.GetValueOrDefault(host);
    }

    private FrozenDictionary<string, string> Build((bool Https, int Port) listener)
    {
        var origins = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var scheme = listener.Https ? "https" : "http";
        var standardPort = listener.Https ? 443 : 80;
        foreach (var name in LoopbackNames.Concat(options.AllowedHosts.Select(InUrl)))
        {
            var host = listener.Port == standardPort ? name : $"{name}:{listener.Port}";
            origins[host] = $"{scheme}://{host}";
        }

        foreach (var name in options.AllowedHosts.Select(InUrl))
        {
            origins.TryAdd(name, $"https://{name}");
        }

        return origins.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static string InUrl(string name) =>
        IPAddress.TryParse(name, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : name.ToLowerInvariant();
}
