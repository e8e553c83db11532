using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tasks;

/// <summary>The histories of the tasks in the database.</summary>
public sealed class EventStore(Database database)
{
    private const string Columns = """seq, task_id, at, kind, "from", "to", reason, detail, source, ref, duration""";

    public Task AppendAsync(TaskEvent item, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => Append(connection, item), cancellationToken);

    /// <summary>Says how the newest event with this reference ended.</summary>
    /// <returns>False when there is none that goes on.</returns>
    public Task<bool> EndAsync(TaskId task, string reference, string how, TimeSpan? duration, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute(
            "UPDATE task_event SET reason = $how, duration = $duration WHERE seq = (SELECT max(seq) FROM task_event WHERE task_id = $task AND ref = $ref AND reason = '')",
            ("$how", how), ("$duration", duration is { } time ? (long)time.TotalMilliseconds : null), ("$task", task.Value), ("$ref", reference)) > 0,
        cancellationToken);

    /// <summary>The newest events of a task, newest first.</summary>
    /// <param name="before">Only older ones than this number.</param>
    /// <param name="text">Only those whose detail contains it, in any case.</param>
    public IReadOnlyList<TaskEvent> Of(TaskId id, int limit, string? kind = null, long? before = null, string? text = null) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM task_event WHERE task_id = $id AND ($kind IS NULL OR kind = $kind) AND ($before IS NULL OR seq < $before) AND ($text IS NULL OR detail LIKE $text ESCAPE '!') ORDER BY seq DESC LIMIT $limit",
        Map,
        ("$id", id.Value), ("$limit", limit), ("$kind", kind), ("$before", before), ("$text", Pattern(text))));

    /// <summary>Changes of status of all tasks since a moment, and for each task the last one before it; oldest first.</summary>
    public IReadOnlyList<TaskEvent> StatusesSince(DateTimeOffset start) => database.Read(connection => connection.Query(
        $"""
        SELECT {Columns} FROM task_event WHERE kind = 'status' AND at >= $start
        UNION ALL
        SELECT {Columns} FROM task_event WHERE seq IN (SELECT max(seq) FROM task_event WHERE kind = 'status' AND at < $start GROUP BY task_id)
        ORDER BY seq
        """,
        Map,
        ("$start", start.ToStored())));

    public int Count(TaskId id) => database.Read(connection => connection.Query("SELECT count(*) FROM task_event WHERE task_id = $id", reader => reader.IntAt(0), ("$id", id.Value))[0]);

    internal static void Append(SqliteConnection connection, TaskEvent item) => connection.Execute(
        """INSERT INTO task_event (task_id, at, kind, "from", "to", reason, detail, source, ref, duration) VALUES ($task, $at, $kind, $from, $to, $reason, $detail, $source, $ref, $duration)""",
        ("$task", item.TaskId.Value), ("$at", item.At.ToStored()), ("$kind", item.Kind), ("$from", item.From), ("$to", item.To), ("$reason", item.Reason),
        ("$detail", Cut(item.Detail, item.Kind is EventKinds.Prompt or EventKinds.Answer ? TaskEvent.PromptLimit : TaskEvent.DetailLimit)), ("$source", item.Source), ("$ref", item.Ref),
        ("$duration", item.Duration is { } time ? (long)time.TotalMilliseconds : null));

    private static string Cut(string text, int limit) =>
        text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];

    private static string? Pattern(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : $"%{text.Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private static TaskEvent Map(SqliteDataReader reader) =>
        new(reader.GetInt64(0), new TaskId(reader.GetInt64(1)), reader.TimeAt(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8))
        {
            Ref = reader.OptionalTextAt(9),
            Duration = reader.IsDBNull(10) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(10)),
        };
}
