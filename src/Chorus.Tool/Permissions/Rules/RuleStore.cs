using Chorus.Events;
using Chorus.Storage;
using Chorus.Tasks;
using Microsoft.Data.Sqlite;

namespace Chorus.Permissions.Rules;

/// <summary>Rules in the database. A revoked one stays as a record of what it allowed.</summary>
public sealed class RuleStore(Database database)
{
    private const string Columns = "id, reach, task_id, claude_session, tool, scope, value, claude_rule, made_from, made_by, created_at, last_used_at, uses, revoked_at";

    /// <summary>All rules that hold, newest first.</summary>
    public IReadOnlyList<PermissionRule> Valid() => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_rule WHERE revoked_at IS NULL ORDER BY id DESC", Map));

    public IReadOnlyList<PermissionRule> ValidOf(string tool) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_rule WHERE revoked_at IS NULL AND tool = $tool ORDER BY id", Map, ("$tool", tool)));

    public PermissionRule? Find(long id) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_rule WHERE id = $id", Map, ("$id", id)).FirstOrDefault());

    public Task UseAsync(long id, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute("UPDATE permission_rule SET uses = uses + 1, last_used_at = $now WHERE id = $id", ("$id", id), ("$now", now.ToStored())), cancellationToken);

    /// <returns>False when it was revoked before, or never was.</returns>
    public Task<bool> RevokeAsync(long id, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute("UPDATE permission_rule SET revoked_at = $now WHERE id = $id AND revoked_at IS NULL", ("$id", id), ("$now", now.ToStored())) > 0, cancellationToken);

    /// <summary>Adds a rule within the transaction of the decision that makes it.</summary>
    internal static long Add(SqliteConnection connection, PermissionRule rule)
    {
        connection.Execute(
            "INSERT INTO permission_rule (reach, task_id, claude_session, tool, scope, value, claude_rule, made_from, made_by, created_at) VALUES ($reach, $task, $session, $tool, $scope, $value, $claude, $from, $by, $created)",
            ("$reach", Words.Of(rule.Reach)), ("$task", rule.Reach is RuleReach.Project ? null : rule.Task?.Value), ("$session", rule.ClaudeSessionId), ("$tool", rule.Tool), ("$scope", Words.Of(rule.Scope)),
            ("$value", rule.Value), ("$claude", rule.ClaudeRule), ("$from", rule.MadeFrom), ("$by", rule.MadeBy), ("$created", rule.CreatedAt.ToStored()));
        return (long)connection.Command("SELECT last_insert_rowid()").ExecuteScalar()!;
    }

    private static PermissionRule Map(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Reach = Words.Parse<RuleReach>(reader.GetString(1)),
        Task = reader.IsDBNull(2) ? null : new TaskId(reader.GetInt64(2)),
        ClaudeSessionId = reader.OptionalTextAt(3),
        Tool = reader.GetString(4),
        Scope = Words.Parse<RuleScope>(reader.GetString(5)),
        Value = reader.GetString(6),
        ClaudeRule = reader.OptionalTextAt(7),
        MadeFrom = reader.GetString(8),
        MadeBy = reader.GetString(9),
        CreatedAt = reader.TimeAt(10),
        LastUsedAt = reader.OptionalTimeAt(11),
        Uses = reader.IntAt(12),
        RevokedAt = reader.OptionalTimeAt(13),
    };
}
