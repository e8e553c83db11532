using Chorus.Events;
using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tasks;

/// <summary>Messages in the database, each moving through its states once.</summary>
public sealed class MessageStore(Database database)
{
    private const string Columns = "id, task_id, text, state, created_at, sent_at, source, arrived_at";

    public Task<Message> AddAsync(TaskId task, string text, string source, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            connection.Execute(
                "INSERT INTO message (task_id, text, state, created_at, source) VALUES ($task, $text, 'queued', $now, $source)",
                ("$task", task.Value), ("$text", text), ("$now", now.ToStored()), ("$source", source));
            var id = (long)connection.Command("SELECT last_insert_rowid()").ExecuteScalar()!;
            return new Message(id, task, text, MessageState.Queued, now, null, source, null);
        },
        cancellationToken);

    /// <summary>The oldest queued message of a task, or null.</summary>
    public Message? NextQueued(TaskId task) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM message WHERE task_id = $task AND state = 'queued' ORDER BY id LIMIT 1", Map, ("$task", task.Value)).FirstOrDefault());

    /// <summary>Messages whose way is not over, oldest first: they wait, are being typed, or nobody knows whether they were and nothing was sent since.</summary>
    public IReadOnlyList<Message> Waiting(TaskId task) => database.Read(connection => connection.Query(
        $"""
        SELECT {Columns} FROM message WHERE task_id = $task AND (state IN ('queued', 'typing')
            OR (state = 'unknown' AND id > (SELECT coalesce(max(id), 0) FROM message WHERE task_id = $task AND state = 'sent'))) ORDER BY id
        """,
        Map, ("$task", task.Value)));

    /// <summary>The newest messages of a task, newest first.</summary>
    public IReadOnlyList<Message> Newest(TaskId task, int limit) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM message WHERE task_id = $task ORDER BY id DESC LIMIT $limit", Map, ("$task", task.Value), ("$limit", limit)));

    /// <summary>Moves a message on if it is still in <paramref name="from"/>; false when somebody else was first.</summary>
    public Task<bool> MoveAsync(long id, MessageState from, MessageState to, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute(
            "UPDATE message SET state = $to, sent_at = CASE WHEN $to = 'sent' THEN $now ELSE sent_at END WHERE id = $id AND state = $from",
            ("$id", id), ("$from", Words.Of(from)), ("$to", Words.Of(to)), ("$now", now.ToStored())) > 0,
        cancellationToken);

    /// <summary>The oldest message of these words that was typed and not seen to arrive yet, marked as arrived; null when the words are nobody's message.</summary>
    /// <param name="isSame">Whether a message's text is what arrived.</param>
    public Task<Message?> ArriveAsync(TaskId task, Func<string, bool> isSame, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            var message = connection.Query(
                $"SELECT {Columns} FROM message WHERE task_id = $task AND state IN ('typing', 'sent', 'unknown') AND arrived_at IS NULL ORDER BY id", Map, ("$task", task.Value)).FirstOrDefault(one => isSame(one.Text));
            if (message is not null)
            {
                connection.Execute("UPDATE message SET arrived_at = $now, state = 'sent', sent_at = coalesce(sent_at, $now) WHERE id = $id", ("$now", now.ToStored()), ("$id", message.Id));
            }

            return message;
        },
        cancellationToken);

    /// <summary>After a start: what was being typed when the last server ended is unknown.</summary>
    public Task MarkInterruptedTypingAsync(CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => connection.Execute("UPDATE message SET state = 'unknown' WHERE state = 'typing'"), cancellationToken);

    /// <summary>A task that ended takes no more messages.</summary>
    public Task DropQueuedAsync(TaskId task, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, _) => connection.Execute("UPDATE message SET state = 'dropped' WHERE task_id = $task AND state = 'queued'", ("$task", task.Value)), cancellationToken);

    private static Message Map(SqliteDataReader reader) => new(
        reader.GetInt64(0), new TaskId(reader.GetInt64(1)), reader.GetString(2), Words.Parse<MessageState>(reader.GetString(3)), reader.TimeAt(4), reader.OptionalTimeAt(5),
        reader.GetString(6), reader.OptionalTimeAt(7));
}
