using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Web.Access;

/// <summary>The SQL of login sessions.</summary>
internal sealed class LoginSessionStore(Database database)
{
    private const string Columns = "id, key_hash, name, created_at, last_seen_at, revoked_at";

    public LoginSession? FindByToken(byte[] tokenHash) =>
        database.Read(connection => connection.Query($"SELECT {Columns} FROM login_session WHERE token_hash = $hash", Map, ("$hash", tokenHash)).SingleOrDefault());

    public LoginSession? Find(string id) =>
        database.Read(connection => connection.Query($"SELECT {Columns} FROM login_session WHERE id = $id", Map, ("$id", id)).SingleOrDefault());

    public IReadOnlyList<LoginSession> List(DateTimeOffset createdAfter) =>
        database.Read(connection => connection.Query(
            $"SELECT {Columns} FROM login_session WHERE revoked_at IS NULL AND created_at > $after ORDER BY created_at, id", Map, ("$after", createdAfter.ToStored())));

    public async Task AddAsync(LoginSession session, byte[] tokenHash, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            (connection, _) =>
            {
                connection.Execute(
                    "INSERT INTO login_session (id, token_hash, key_hash, name, created_at, last_seen_at) VALUES ($id, $token, $key, $name, $created, $seen)",
                    ("$id", session.Id),
                    ("$token", tokenHash),
                    ("$key", session.KeyHash),
                    ("$name", session.Name),
                    ("$created", session.CreatedAt.ToStored()),
                    ("$seen", session.LastSeenAt.ToStored()));
            },
            cancellationToken);

    public async Task TouchAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            (connection, _) => { connection.Execute("UPDATE login_session SET last_seen_at = $now WHERE id = $id", ("$id", id), ("$now", now.ToStored())); },
            cancellationToken);

    /// <returns>False when there is no such session or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            (connection, _) => connection.Execute("UPDATE login_session SET revoked_at = $now WHERE id = $id AND revoked_at IS NULL", ("$id", id), ("$now", now.ToStored())) > 0,
            cancellationToken);

    public async Task RevokeAllAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            (connection, _) => { connection.Execute("UPDATE login_session SET revoked_at = $now WHERE revoked_at IS NULL", ("$now", now.ToStored())); },
            cancellationToken);

    private static LoginSession Map(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        KeyHash = reader.GetFieldValue<byte[]>(1),
        Name = reader.GetString(2),
        CreatedAt = reader.TimeAt(3),
        LastSeenAt = reader.TimeAt(4),
        RevokedAt = reader.OptionalTimeAt(5),
    };
}
