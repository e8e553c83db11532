using System.Net;
using System.Text.RegularExpressions;

namespace Chorus.Configuration;

/// <summary>Rules that hold wherever a value came from, file or command line.</summary>
public static partial class OptionsCheck
{
    /// <summary>All violations, one line each; empty when the server may listen.</summary>
    public static IReadOnlyList<string> Check(ChorusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = options.Server;
        var problems = new List<string>();
        if (server.Port is < 0 or > 65535)
        {
            problems.Add($"[server] port {server.Port} is not between 0 and 65535.");
        }

        if (server.Host != "localhost" && !IPAddress.TryParse(server.Host.Trim('[', ']'), out _))
        {
            problems.Add($"[server] host '{server.Host}' is not an IP address or localhost.");
        }

        if (!IsLoopback(server.Host) && !(server.AllowRemote && server.AllowedHosts.Count > 0))
        {
            problems.Add($"[server] host '{server.Host}' would let other machines in. Keep 127.0.0.1, or set allow_remote = true and name in allowed_hosts how the server is reached.");
        }

        problems.AddRange(server.AllowedHosts
            .Where(name => !IsHostName(name))
            .Select(name => $"[server] allowed_hosts: '{name}' is not a host name. Name each host in full, without scheme, port or wildcard."));
        return problems;
    }

    /// <summary>No wildcard and no empty name: an entry that admits every name would be no list at all.</summary>
    private static bool IsHostName(string name) =>
        (name.Length <= 253 && HostName().IsMatch(name)) || (name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name.Trim('[', ']'), out _) && !name.Contains("]:", StringComparison.Ordinal));

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\z")]
    private static partial Regex HostName();

    /// <summary>Only the plain spellings count: what a parser might take for loopback or for "all addresses" ('0', '127.1', '::ffff:0.0.0.0') does not.</summary>
    private static bool IsLoopback(string host) => host is "127.0.0.1" or "localhost" or "::1" or "[::1]";
}
