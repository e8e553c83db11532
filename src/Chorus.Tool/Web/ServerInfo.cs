using Chorus.Configuration;
using Chorus.Web.Access;
using Chorus.Web.Json;

namespace Chorus.Web;

/// <summary>What identifies the running server, once it listens.</summary>
internal sealed class ServerInfo(ServerAddress address, StateFolder state, TimeProvider clock)
{
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    public ServerJson Json => new(Environment.ProcessId, address.Url.ToString().TrimEnd('/'), ServerEndpoints.Version, state.ProjectPath, startedAt);
}
