namespace Chorus.Web.Access;

/// <summary>Who may call an endpoint. An endpoint that does not say is for browsers that logged in.</summary>
internal enum Audience
{
    /// <summary>A browser with a session, or the command line over the unix socket.</summary>
    Browser,
    /// <summary>Anyone who names the right host: the login page, static assets, the health check.</summary>
    Public,
    /// <summary>An agent's hooks, over their own unix socket only; the endpoint itself checks the bearer secret.</summary>
    Agent,
    /// <summary>Only the unix socket, whose file mode is the credential.</summary>
    Local,
}

/// <summary>Endpoint metadata: the endpoint's <see cref="Access.Audience"/>.</summary>
internal sealed record AudienceMetadata(Audience Audience);

/// <summary>Endpoint metadata: the answer is a stream, so its origin is checked although it is a GET.</summary>
internal sealed record StreamMetadata;

/// <summary>How endpoints say who may call them.</summary>
internal static class AudienceExtensions
{
    public static TBuilder WithAudience<TBuilder>(this TBuilder builder, Audience audience)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new AudienceMetadata(audience)));
        return builder;
    }

    public static TBuilder AsStream<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new StreamMetadata()));
        return builder;
    }

    /// <summary>Unknown paths are closed like any other, so that they tell a stranger nothing.</summary>
    public static Audience Audience(this Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<AudienceMetadata>()?.Audience ?? Access.Audience.Browser;
}
