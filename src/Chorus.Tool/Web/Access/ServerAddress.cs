using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chorus.Web.Access;

/// <summary>Where the server listens, and the one address its pages should be opened under.</summary>
internal sealed class ServerAddress(IServer server, AccessOptions options)
{
    private static readonly string[] CoverLoopback = ["127.0.0.1", "localhost", "0.0.0.0", "[::]", "*", "+"];

    /// <summary>The canonical address: 127.0.0.1 wherever the server listens there.</summary>
    /// <exception cref="InvalidOperationException">The server does not listen on TCP (yet).</exception>
    public Uri Url
    {
        get
        {
            var binding = Bindings().FirstOrDefault() ?? throw new InvalidOperationException("The server does not listen on a TCP port.");
            return new UriBuilder(binding.Scheme, NameFor(binding), binding.Port).Uri;
        }
    }

    public bool ListensOnLoopback(int port) => Bindings().Any(binding => binding.Port == port && Covers(binding));

    private string NameFor(BindingAddress binding)
    {
        if (Covers(binding))
        {
            return "127.0.0.1";
        }

        return binding.Host == "[::1]" || options.AllowedHosts.Count == 0 ? binding.Host : options.AllowedHosts[0];
    }

    private IEnumerable<BindingAddress> Bindings() =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse).Where(binding => !binding.IsUnixPipe);

    private static bool Covers(BindingAddress binding) => CoverLoopback.Contains(binding.Host, StringComparer.OrdinalIgnoreCase);
}
