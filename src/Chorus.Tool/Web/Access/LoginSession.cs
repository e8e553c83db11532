namespace Chorus.Web.Access;

/// <summary>A browser that logged in. Neither its cookie nor its key can be had back from this.</summary>
internal sealed record LoginSession
{
    public required string Id { get; init; }
    /// <summary>SHA-256 of the key every change must name besides the cookie.</summary>
    public required byte[] KeyHash { get; init; }
    /// <summary>What the user calls this browser; foreign text.</summary>
    public required string Name { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A new session with the two secrets that are handed over once.</summary>
internal sealed record OpenedSession(LoginSession Session, string Token, string Key);
