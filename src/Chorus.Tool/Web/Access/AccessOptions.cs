namespace Chorus.Web.Access;

/// <summary>What the access rules need to know about this server.</summary>
internal sealed record AccessOptions
{
    /// <summary>Host names (without port) besides the loopback ones, from <c>[server] allowed_hosts</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The file that keeps the access token.</summary>
    public required string TokenFile { get; init; }

    /// <summary>Makes the login page.</summary>
    public required Func<HttpContext, IResult> LoginPage { get; init; }
}
