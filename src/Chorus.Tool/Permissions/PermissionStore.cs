using Chorus.Events;
using Chorus.Storage;
using Chorus.Tasks;
using Microsoft.Data.Sqlite;

namespace Chorus.Permissions;

/// <summary>Permission requests in the database. A request is closed exactly once: by whoever finds it open.</summary>
public sealed class PermissionStore(Database database)
{
    private const string Columns = "id, task_id, kind, tool, input, summary, suggestions, cwd, claude_session, agent_id, hash, status, created_at, decided_at, decided_by, message";

    public PermissionRequest? Find(string id) => database.Read(connection => Find(connection, id));

    public PermissionRequest? FindByRelay(TaskId task, string relayKey) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE task_id = $task AND relay_key = $key", Map, ("$task", task.Value), ("$key", relayKey)).FirstOrDefault());

    /// <summary>Open requests of all tasks, oldest first.</summary>
    public IReadOnlyList<PermissionRequest> Open() => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE status = 'open' ORDER BY created_at, id", Map));

    /// <summary>The newest requests, newest first.</summary>
    public IReadOnlyList<PermissionRequest> Newest(int limit, TaskId? task = null) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE $task IS NULL OR task_id = $task ORDER BY created_at DESC, id LIMIT $limit", Map, ("$limit", limit), ("$task", task?.Value)));

    /// <summary>The exact text that answers the hook, or null when the terminal has the word.</summary>
    public string? Answer(string id) => database.Read(connection =>
        connection.Query("SELECT answer FROM permission_request WHERE id = $id", reader => reader.OptionalTextAt(0), ("$id", id)).FirstOrDefault());

    public Task AddAsync(PermissionRequest request, string relayKey, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute(
            "INSERT INTO permission_request (id, task_id, relay_key, kind, tool, input, summary, suggestions, cwd, claude_session, agent_id, hash, status, created_at) VALUES ($id, $task, $key, $kind, $tool, $input, $summary, $suggestions, $cwd, $session, $agent, $hash, 'open', $created)",
            ("$id", request.Id), ("$task", request.TaskId.Value), ("$key", relayKey), ("$kind", Words.Of(request.Kind)), ("$tool", request.Tool), ("$input", request.InputJson),
            ("$summary", request.Summary), ("$suggestions", request.SuggestionsJson), ("$cwd", request.Cwd), ("$session", request.ClaudeSessionId), ("$agent", request.AgentId),
            ("$hash", request.Hash), ("$created", request.CreatedAt.ToStored())),
        cancellationToken);

    /// <summary>Closes a request if it is still open.</summary>
    /// <returns>Whether it was this call that closed it.</returns>
    public Task<bool> CloseAsync(string id, PermissionStatus status, DateTimeOffset now, string by, string? message, string? answer, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute(
            "UPDATE permission_request SET status = $status, decided_at = $now, decided_by = $by, message = $message, answer = $answer WHERE id = $id AND status = 'open'",
            ("$id", id), ("$status", Words.Of(status)), ("$now", now.ToStored()), ("$by", by), ("$message", message), ("$answer", answer)) > 0,
        cancellationToken);

    private static PermissionRequest? Find(SqliteConnection connection, string id) =>
        connection.Query($"SELECT {Columns} FROM permission_request WHERE id = $id", Map, ("$id", id)).FirstOrDefault();

    private static PermissionRequest Map(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        TaskId = new TaskId(reader.GetInt64(1)),
        Kind = Words.Parse<PermissionKind>(reader.GetString(2)),
        Tool = reader.GetString(3),
        InputJson = reader.GetString(4),
        Summary = reader.GetString(5),
        SuggestionsJson = reader.OptionalTextAt(6),
        Cwd = reader.GetString(7),
        ClaudeSessionId = reader.GetString(8),
        AgentId = reader.OptionalTextAt(9),
        Hash = reader.GetString(10),
        Status = Words.Parse<PermissionStatus>(reader.GetString(11)),
        CreatedAt = reader.TimeAt(12),
        DecidedAt = reader.OptionalTimeAt(13),
        DecidedBy = reader.OptionalTextAt(14),
        Message = reader.OptionalTextAt(15),
    };
}
