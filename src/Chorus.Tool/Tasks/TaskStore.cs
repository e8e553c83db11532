using Chorus.Events;
using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tasks;

/// <summary>Tasks and their events in the database.</summary>
public sealed class TaskStore(Database database)
{
    private const string Columns = "id, title, brief, priority, state, permission_mode, model, stack_mode, session_name, claude_session, transcript_path, restarts, claude_status, created_at, started_at, ended_at, result";

    public ChorusTask? Find(TaskId id) => database.Read(connection => Find(connection, id));

    /// <summary>All tasks, most urgent first, then oldest first.</summary>
    public IReadOnlyList<ChorusTask> All() => database.Read(connection =>
    {
        var after = AfterByTask(connection);
        return connection.Query($"SELECT {Columns} FROM task ORDER BY priority DESC, id", reader => Map(reader, after));
    });

    public IReadOnlyList<ChorusTask> Running() => [.. All().Where(task => task.State is TaskState.Running)];

    /// <summary>Adds a task; <paramref name="sessionName"/> makes its session's name from the number it gets.</summary>
    public Task<ChorusTask> AddAsync(ChorusTask draft, Func<TaskId, string> sessionName, string source, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            connection.Execute(
                "INSERT INTO task (title, brief, priority, state, permission_mode, model, stack_mode, session_name, claude_status, created_at) VALUES ($title, $brief, $priority, $state, $mode, $model, $stack, '', $status, $created)",
                ("$title", draft.Title), ("$brief", draft.Brief), ("$priority", draft.Priority), ("$state", Words.Of(draft.State)), ("$mode", draft.PermissionMode),
                ("$model", draft.Model), ("$stack", draft.StackMode), ("$status", StoredStatus.Write(draft.Claude)), ("$created", draft.CreatedAt.ToStored()));
            var id = new TaskId((long)connection.Command("SELECT last_insert_rowid()").ExecuteScalar()!);
            connection.Execute("UPDATE task SET session_name = $name WHERE id = $id", ("$name", sessionName(id)), ("$id", id.Value));
            SaveAfter(connection, id, draft.After);
            Append(connection, TaskEvent.Note(id, draft.CreatedAt, "created", draft.Title, source));
            return Find(connection, id)!;
        },
        cancellationToken);

    /// <summary>Changes a task and tells why, in one transaction. <paramref name="change"/> returns null to leave it as it is.</summary>
    /// <returns>The task as it is now, or null when it does not exist.</returns>
    public Task<ChorusTask?> UpdateAsync(TaskId id, Func<ChorusTask, ChorusTask?> change, IReadOnlyList<TaskEvent> events, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            if (Find(connection, id) is not { } task)
            {
                return null;
            }

            if (change(task) is not { } changed)
            {
                return task;
            }

            Save(connection, changed);
            foreach (var item in events)
            {
                Append(connection, item);
            }

            return changed;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(TaskId id, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => connection.Execute("DELETE FROM task WHERE id = $id", ("$id", id.Value)) > 0, cancellationToken);

    public Task AppendAsync(TaskEvent item, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => Append(connection, item), cancellationToken);

    /// <summary>The newest events of a task, newest first.</summary>
    public IReadOnlyList<TaskEvent> Events(TaskId id, int limit, string? kind = null) => database.Read(connection => connection.Query(
        """SELECT seq, task_id, at, kind, "from", "to", reason, detail, source FROM task_event WHERE task_id = $id AND ($kind IS NULL OR kind = $kind) ORDER BY seq DESC LIMIT $limit""",
        reader => new TaskEvent(reader.GetInt64(0), new TaskId(reader.GetInt64(1)), reader.TimeAt(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8)),
        ("$id", id.Value), ("$limit", limit), ("$kind", kind)));

    /// <summary>Sets the hash that hooks of this task must match; null ends its hooks' access.</summary>
    public Task SetHookSecretAsync(TaskId id, byte[]? hash, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => connection.Execute("UPDATE task SET hook_secret_hash = $hash WHERE id = $id", ("$hash", hash), ("$id", id.Value)), cancellationToken);

    public byte[]? HookSecretHash(TaskId id) => database.Read(connection =>
        connection.Query("SELECT hook_secret_hash FROM task WHERE id = $id", reader => reader.IsDBNull(0) ? null : reader.GetFieldValue<byte[]>(0), ("$id", id.Value)).FirstOrDefault());

    /// <summary>Where each task stands, read from any database.</summary>
    public static IReadOnlyDictionary<TaskId, TaskState> States(SqliteConnection connection) =>
        connection.Query("SELECT id, state FROM task", reader => (Id: new TaskId(reader.GetInt64(0)), State: Words.Parse<TaskState>(reader.GetString(1)))).ToDictionary(task => task.Id, task => task.State);

    /// <summary>The time of the newest event of all tasks, or null when nothing has happened yet.</summary>
    public static DateTimeOffset? NewestEventAt(SqliteConnection connection) =>
        connection.Query("SELECT MAX(at) FROM task_event", reader => reader.OptionalTimeAt(0)).Single();

    private static ChorusTask? Find(SqliteConnection connection, TaskId id)
    {
        var after = connection.Query("SELECT after_id FROM task_after WHERE task_id = $id ORDER BY after_id", reader => new TaskId(reader.GetInt64(0)), ("$id", id.Value));
        var lookup = after.ToLookup(_ => id.Value);
        return connection.Query($"SELECT {Columns} FROM task WHERE id = $id", reader => Map(reader, lookup), ("$id", id.Value)).FirstOrDefault();
    }

    private static ILookup<long, TaskId> AfterByTask(SqliteConnection connection) =>
        connection.Query("SELECT task_id, after_id FROM task_after ORDER BY after_id", reader => (Task: reader.GetInt64(0), After: new TaskId(reader.GetInt64(1)))).ToLookup(pair => pair.Task, pair => pair.After);

    private static void Save(SqliteConnection connection, ChorusTask task)
    {
        connection.Execute(
            "UPDATE task SET title=$title, brief=$brief, priority=$priority, state=$state, permission_mode=$mode, model=$model, stack_mode=$stack, claude_session=$session, transcript_path=$transcript, restarts=$restarts, claude_status=$status, started_at=$started, ended_at=$ended, result=$result WHERE id=$id",
            ("$id", task.Id.Value), ("$title", task.Title), ("$brief", task.Brief), ("$priority", task.Priority), ("$state", Words.Of(task.State)), ("$mode", task.PermissionMode),
            ("$model", task.Model), ("$stack", task.StackMode), ("$session", task.ClaudeSessionId), ("$transcript", task.TranscriptPath), ("$restarts", task.Restarts),
            ("$status", StoredStatus.Write(task.Claude)), ("$started", task.StartedAt?.ToStored()), ("$ended", task.EndedAt?.ToStored()), ("$result", task.Result));
        connection.Execute("DELETE FROM task_after WHERE task_id = $id", ("$id", task.Id.Value));
        SaveAfter(connection, task.Id, task.After);
    }

    private static void SaveAfter(SqliteConnection connection, TaskId id, IReadOnlyList<TaskId> after)
    {
        foreach (var other in after.Distinct())
        {
            connection.Execute("INSERT INTO task_after (task_id, after_id) VALUES ($task, $after)", ("$task", id.Value), ("$after", other.Value));
        }
    }

    private static void Append(SqliteConnection connection, TaskEvent item) => connection.Execute(
        """INSERT INTO task_event (task_id, at, kind, "from", "to", reason, detail, source) VALUES ($task, $at, $kind, $from, $to, $reason, $detail, $source)""",
        ("$task", item.TaskId.Value), ("$at", item.At.ToStored()), ("$kind", item.Kind), ("$from", item.From), ("$to", item.To), ("$reason", item.Reason),
        ("$detail", item.Detail.Length > TaskEvent.DetailLimit ? item.Detail[..TaskEvent.DetailLimit] : item.Detail), ("$source", item.Source));

    private static ChorusTask Map(SqliteDataReader reader, ILookup<long, TaskId> after) => new()
    {
        Id = new TaskId(reader.GetInt64(0)),
        Title = reader.GetString(1),
        Brief = reader.GetString(2),
        Priority = reader.IntAt(3),
        State = Words.Parse<TaskState>(reader.GetString(4)),
        After = [.. after[reader.GetInt64(0)]],
        PermissionMode = reader.GetString(5),
        Model = reader.OptionalTextAt(6),
        StackMode = reader.GetString(7),
        SessionName = reader.GetString(8),
        ClaudeSessionId = reader.OptionalTextAt(9),
        TranscriptPath = reader.OptionalTextAt(10),
        Restarts = reader.IntAt(11),
        Claude = StoredStatus.Read(reader.GetString(12)),
        CreatedAt = reader.TimeAt(13),
        StartedAt = reader.OptionalTimeAt(14),
        EndedAt = reader.OptionalTimeAt(15),
        Result = reader.OptionalTextAt(16),
    };
}
