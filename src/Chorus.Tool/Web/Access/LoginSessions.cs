using Chorus.Events;

namespace Chorus.Web.Access;

/// <summary>Opens, recognises and ends login sessions; an end is told to the open streams.</summary>
internal sealed class LoginSessions(LoginSessionStore store, EventBus events, TimeProvider clock)
{
    /// <summary>A browser has to log in again after this time, used or not.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan SeenInterval = TimeSpan.FromMinutes(1);

    public async Task<OpenedSession> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var (token, key) = (Secret.New(), Secret.New());
        var now = clock.GetUtcNow();
        var session = new LoginSession { Id = Guid.NewGuid().ToString("N"), KeyHash = Secret.Hash(key), Name = name, CreatedAt = now, LastSeenAt = now };
        await store.AddAsync(session, Secret.Hash(token), cancellationToken);
        return new OpenedSession(session, token, key);
    }

    /// <summary>The open session a cookie belongs to, or null.</summary>
    public LoginSession? FindByToken(string token) => OnlyOpen(store.FindByToken(Secret.Hash(token)));

    /// <summary>For streams: whether the session they were opened with still holds.</summary>
    public bool IsOpen(string id) => OnlyOpen(store.Find(id)) is not null;

    public IReadOnlyList<LoginSession> List() => store.List(clock.GetUtcNow() - Lifetime);

    /// <summary>Notes that the session was used. Only changes call it: a GET must leave the database as it is.</summary>
    public async Task TouchAsync(LoginSession session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - session.LastSeenAt >= SeenInterval)
        {
            await store.TouchAsync(session.Id, now, cancellationToken);
        }
    }

    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var revoked = await store.RevokeAsync(id, clock.GetUtcNow(), cancellationToken);
        if (revoked)
        {
            events.Publish(ChangeKind.Access, id);
        }

        return revoked;
    }

    public async Task RevokeAllAsync(CancellationToken cancellationToken)
    {
        await store.RevokeAllAsync(clock.GetUtcNow(), cancellationToken);
        events.Publish(ChangeKind.Access, "");
    }

    private LoginSession? OnlyOpen(LoginSession? session) =>
        session is { RevokedAt: null } && clock.GetUtcNow() - session.CreatedAt < Lifetime ? session : null;
}
