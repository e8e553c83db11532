using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

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

/// <summary>Where a request's <see cref="Caller"/> is kept, and how a unix socket is told from the network.</summary>
internal static class CallerExtensions
{
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? new Caller.Stranger();

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>The file of the unix socket a request came over; null for the network.</summary>
    internal static string? UnixSocket(this HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: AddressFamily.Unix } socket ? socket.LocalEndPoint?.ToString() ?? "" : null;
}
