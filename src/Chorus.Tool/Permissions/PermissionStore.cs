using System.Text.Json.Nodes;
using Chorus.Events;
using Chorus.Permissions.Rules;
using Chorus.Storage;
using Chorus.Tasks;
using Microsoft.Data.Sqlite;

namespace Chorus.Permissions;

/// <summary>Permission requests in the database. A request is closed exactly once: by whoever finds it open.</summary>
public sealed class PermissionStore(Database database)
{
    private const string Columns = "id, task_id, kind, tool, input, summary, suggestions, cwd, claude_session, agent_id, hash, status, created_at, decided_at, decided_by, message, changed_input, rule_id, preview";

    public PermissionRequest? Find(string id) => database.Read(connection => Find(connection, id));

    public PermissionRequest? FindByRelay(TaskId task, string relayKey) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE task_id = $task AND relay_key = $key", Map, ("$task", task.Value), ("$key", relayKey)).FirstOrDefault());

    /// <summary>Open requests of all tasks, oldest first.</summary>
    public IReadOnlyList<PermissionRequest> Open() => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE status = 'open' ORDER BY created_at, id", Map));

    /// <summary>The newest requests, newest first.</summary>
    public IReadOnlyList<PermissionRequest> Newest(int limit, TaskId? task = null) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE $task IS NULL OR task_id = $task ORDER BY created_at DESC, id LIMIT $limit", Map, ("$limit", limit), ("$task", task?.Value)));

    /// <summary>The newest requests for any of these tools, newest first.</summary>
    public IReadOnlyList<PermissionRequest> NewestOf(IReadOnlyList<string> tools, int limit) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM permission_request WHERE tool IN (SELECT value FROM json_each($tools)) ORDER BY created_at DESC LIMIT $limit",
        Map, ("$tools", new JsonArray([.. tools.Select(tool => JsonValue.Create(tool))]).ToJsonString()), ("$limit", limit)));

    /// <summary>The exact text that answers the hook, or null when the terminal has the word.</summary>
    public string? Answer(string id) => database.Read(connection =>
        connection.Query("SELECT answer FROM permission_request WHERE id = $id", reader => reader.OptionalTextAt(0), ("$id", id)).FirstOrDefault());

    /// <summary>Adds a request; one that a rule allowed is added as decided, with its answer.</summary>
    public Task AddAsync(PermissionRequest request, string relayKey, string? answer, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute(
            "INSERT INTO permission_request (id, task_id, relay_key, kind, tool, input, summary, suggestions, cwd, claude_session, agent_id, hash, status, created_at, decided_at, decided_by, rule_id, preview, answer) VALUES ($id, $task, $key, $kind, $tool, $input, $summary, $suggestions, $cwd, $session, $agent, $hash, $status, $created, $decided, $by, $rule, $preview, $answer)",
            ("$id", request.Id), ("$task", request.TaskId.Value), ("$key", relayKey), ("$kind", Words.Of(request.Kind)), ("$tool", request.Tool), ("$input", request.InputJson),
            ("$summary", request.Summary), ("$suggestions", request.SuggestionsJson), ("$cwd", request.Cwd), ("$session", request.ClaudeSessionId), ("$agent", request.AgentId),
            ("$hash", request.Hash), ("$status", Words.Of(request.Status)), ("$created", request.CreatedAt.ToStored()), ("$decided", request.DecidedAt?.ToStored()), ("$by", request.DecidedBy),
            ("$rule", request.RuleId), ("$preview", request.PreviewJson), ("$answer", answer)),
        cancellationToken);

    /// <summary>Closes a request if it is still open, and makes the rule that comes with the decision in the same transaction.</summary>
    /// <returns>Whether it was this call that closed it.</returns>
    public Task<bool> CloseAsync(string id, Closing closing, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            var closed = connection.Execute(
                "UPDATE permission_request SET status = $status, decided_at = $now, decided_by = $by, message = $message, answer = $answer, changed_input = $changed, rule_id = $rule WHERE id = $id AND status = 'open'",
                ("$id", id), ("$status", Words.Of(closing.Status)), ("$now", now.ToStored()), ("$by", closing.By), ("$message", closing.Message), ("$answer", closing.Answer),
                ("$changed", closing.ChangedInputJson), ("$rule", closing.RuleId)) > 0;
            if (closed && closing.NewRule is { } rule)
            {
                connection.Execute("UPDATE permission_request SET rule_id = $rule WHERE id = $id", ("$rule", RuleStore.Add(connection, rule)), ("$id", id));
            }

            return closed;
        },
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
        ChangedInputJson = reader.OptionalTextAt(16),
        RuleId = reader.IsDBNull(17) ? null : reader.GetInt64(17),
        PreviewJson = reader.OptionalTextAt(18),
    };
}
