using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chorus.Web.Access;

/// <summary>Who sent a request, as far as it was proved.</summary>
internal abstract record Caller
{
    private Caller() { }

    /// <summary>A program of the same user, over the unix socket.</summary>
    public sealed record Local : Caller;

    /// <summary>A program that found the agents' unix socket; the endpoint asks for its task's secret.</summary>
    public sealed record Agent : Caller;

    /// <summary>A browser that logged in.</summary>
    public sealed record Browser(LoginSession Session) : Caller;

    /// <summary>Anyone else.</summary>
    public sealed record Stranger : Caller;
}

/// <summary>Where a <see cref="Caller"/> is kept: with the request, or with the whole connection when its socket alone proves who calls.</summary>
internal static class CallerExtensions
{
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? new Caller.Stranger();

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>Listens on a unix socket. Who comes over it is settled when a connection is accepted; asked later, the socket of a caller who is gone does not tell.</summary>
    internal static void ListenFor(this KestrelServerOptions kestrel, Caller caller, string socket) => kestrel.ListenUnixSocket(socket, listen => listen.Use(next => connection =>
    {
        connection.Features.Set(caller);
        return next(connection);
    }));
}
