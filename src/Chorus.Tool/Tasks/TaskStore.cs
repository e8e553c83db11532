using System.Collections.Immutable;
using Chorus.Events;
using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tasks;

/// <summary>Tasks in the database, and in memory as committed: everything that is shown or watched asks for them.</summary>
public sealed class TaskStore
{
    private const string Columns = "id, title, brief, priority, state, permission_mode, model, stack_mode, session_name, claude_session, transcript_path, restarts, claude_status, created_at, started_at, ended_at, result, rank, dismissed_at";

    private readonly Database database;
    // Changed only after a commit and in the order of the commits; readers take it as a whole.
    private volatile Known known;

    public TaskStore(Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        this.database = database;
        known = new Known(database.Read(ReadAll));
    }

    public ChorusTask? Find(TaskId id) => known.ById.GetValueOrDefault(id);

    /// <summary>All tasks, most urgent first, then in the order of the queue.</summary>
    public IReadOnlyList<ChorusTask> All() => known.InOrder;

    public IReadOnlyList<ChorusTask> Running() => known.Running;

    /// <summary>Adds a task; <paramref name="sessionName"/> makes its session's name from the number it gets.</summary>
    public Task<ChorusTask> AddAsync(ChorusTask draft, Func<TaskId, string> sessionName, string source, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            connection.Execute(
                "INSERT INTO task (title, brief, priority, state, permission_mode, model, stack_mode, session_name, claude_status, created_at) VALUES ($title, $brief, $priority, $state, $mode, $model, $stack, '', $status, $created)",
                ("$title", draft.Title), ("$brief", draft.Brief), ("$priority", draft.Priority), ("$state", Words.Of(draft.State)), ("$mode", draft.PermissionMode),
                ("$model", draft.Model), ("$stack", draft.StackMode), ("$status", StoredStatus.Write(draft.Claude)), ("$created", draft.CreatedAt.ToStored()));
            var id = new TaskId((long)connection.Command("SELECT last_insert_rowid()").ExecuteScalar()!);
            connection.Execute("UPDATE task SET session_name = $name, rank = $id WHERE id = $id", ("$name", sessionName(id)), ("$id", id.Value));
            SaveAfter(connection, id, draft.After);
            EventStore.Append(connection, TaskEvent.Note(id, draft.CreatedAt, "created", draft.Title, source));
            return Find(connection, id)!;
        },
        Remember,
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
                EventStore.Append(connection, item);
            }

            return changed;
        },
        task =>
        {
            if (task is not null)
            {
                Remember(task);
            }
        },
        cancellationToken);

    public Task<bool> DeleteAsync(TaskId id, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute("DELETE FROM task WHERE id = $id", ("$id", id.Value)) > 0,
        // Others may have waited for it.
        _ => known = new Known(known.ById.Remove(id).Values.Select(task => task.After.Contains(id) ? task with { After = [.. task.After.Where(other => other != id)] } : task)),
        cancellationToken);

    /// <summary>Sets the hash that hooks of this task must match; null ends its hooks' access.</summary>
    public Task SetHookSecretAsync(TaskId id, byte[]? hash, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => connection.Execute("UPDATE task SET hook_secret_hash = $hash WHERE id = $id", ("$hash", hash), ("$id", id.Value)), cancellationToken);

    public byte[]? HookSecretHash(TaskId id) => database.Read(connection =>
        connection.Query("SELECT hook_secret_hash FROM task WHERE id = $id", reader => reader.IsDBNull(0) ? null : reader.GetFieldValue<byte[]>(0), ("$id", id.Value)).FirstOrDefault());

    private void Remember(ChorusTask task) => known = new Known(known.ById.SetItem(task.Id, task));

    private static IReadOnlyList<ChorusTask> ReadAll(SqliteConnection connection)
    {
        var after = AfterByTask(connection);
        return connection.Query($"SELECT {Columns} FROM task", reader => Map(reader, after));
    }

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
            "UPDATE task SET title=$title, brief=$brief, priority=$priority, state=$state, permission_mode=$mode, model=$model, stack_mode=$stack, claude_session=$session, transcript_path=$transcript, restarts=$restarts, claude_status=$status, started_at=$started, ended_at=$ended, result=$result, rank=$rank, dismissed_at=$dismissed WHERE id=$id",
            ("$id", task.Id.Value), ("$title", task.Title), ("$brief", task.Brief), ("$priority", task.Priority), ("$state", Words.Of(task.State)), ("$mode", task.PermissionMode),
            ("$model", task.Model), ("$stack", task.StackMode), ("$session", task.ClaudeSessionId), ("$transcript", task.TranscriptPath), ("$restarts", task.Restarts),
            ("$status", StoredStatus.Write(task.Claude)), ("$started", task.StartedAt?.ToStored()), ("$ended", task.EndedAt?.ToStored()), ("$result", task.Result),
            ("$rank", task.Rank), ("$dismissed", task.DismissedAt?.ToStored()));
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
        Rank = reader.GetDouble(17),
        DismissedAt = reader.OptionalTimeAt(18),
    };

    /// <summary>All tasks at one moment; what is asked for often is sorted out once.</summary>
    private sealed class Known(ImmutableDictionary<TaskId, ChorusTask> byId)
    {
        private readonly Lazy<IReadOnlyList<ChorusTask>> inOrder = new(() => [.. byId.Values.OrderByDescending(task => task.Priority).ThenBy(task => task.Rank).ThenBy(task => task.Id.Value)]);
        private readonly Lazy<IReadOnlyList<ChorusTask>> running = new(() => [.. byId.Values.Where(task => task.State is TaskState.Running).OrderBy(task => task.Id.Value)]);

        public Known(IEnumerable<ChorusTask> tasks)
            : this(tasks.ToImmutableDictionary(task => task.Id))
        {
        }

        public ImmutableDictionary<TaskId, ChorusTask> ById { get; } = byId;
        public IReadOnlyList<ChorusTask> InOrder => inOrder.Value;
        public IReadOnlyList<ChorusTask> Running => running.Value;
    }
}
