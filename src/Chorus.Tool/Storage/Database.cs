using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>
/// The project's SQLite file. Writes happen one after the other in the order of arrival, and all that wait become durable together, with one commit;
/// readers have connections of their own. Every failure of the file itself comes out as a <see cref="StorageException"/>.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>Writes that share a commit at most: a waiting one never waits for more than these.</summary>
    private const int LargestGroup = 64;

    // SQLite's result codes, https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;

    private readonly Channel<Write> waiting = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection writer;
    private readonly string readString;
    private readonly Task writing;

    private Database(string path)
    {
        Path = path;
        readString = ConnectionString(path, SqliteOpenMode.ReadOnly);
        writer = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite));
        writing = WriteGroupsAsync();
    }

    public string Path { get; }

    /// <summary>Opens the file, checks it and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The file cannot be used; its bytes are untouched.</exception>
    public static Database Open(string path, string backupFolder, TimeProvider clock)
    {
        try
        {
            DatabaseFile.CreateOrCheck(path, backupFolder, clock);
        }
        catch (SqliteException failure)
        {
            throw DatabaseFile.Unusable(path, backupFolder, failure);
        }

        var database = new Database(path);
        try
        {
            database.writer.Open();
            // FULL: a decision that was acknowledged must survive a power cut, and there are few of them a second.
            Execute(database.writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=3000; PRAGMA foreign_keys=ON;");
            new Migrator(backupFolder, clock).Migrate(database.writer);
            DatabaseFile.RestrictModes(path);
            return database;
        }
        catch (Exception failure)
        {
            database.Dispose();
            if (failure is SqliteException)
            {
                throw DatabaseFile.Unusable(path, backupFolder, failure);
            }

            throw;
        }
    }

    /// <summary>Reads on a connection of its own; sees the last committed state.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            using var connection = new SqliteConnection(readString);
            connection.Open();
            return read(connection);
        }
        catch (SqliteException failure)
        {
            throw new StorageException(StorageFault.Unavailable, $"The database {Path} cannot be read now: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Runs one change. When it returns, the change is on disk; when it throws, nothing changed. <paramref name="write"/> may be run a second time
    /// after a failure of another change, so it has no effect but on the database and on what it returns.
    /// </summary>
    /// <param name="committed">Runs with the result after the commit and before the next write, in the order of the writes.</param>
    /// <exception cref="StorageException">The disk is full or the file is locked by another program.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, Action<T>? committed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        var item = new Write<T>(write, committed);
        if (!waiting.Writer.TryWrite(item))
        {
            throw new StorageException(StorageFault.Unavailable, $"The database {Path} is closed: Chorus is stopping.");
        }

        return await item.Result;
    }

    public Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken) =>
        WriteAsync(write, committed: null, cancellationToken);

    public async Task WriteAsync(Action<SqliteConnection, SqliteTransaction> write, CancellationToken cancellationToken) =>
        await WriteAsync(
            (connection, transaction) =>
            {
                write(connection, transaction);
                return true;
            },
            cancellationToken);

    /// <summary>Finishes what waits, then closes the file.</summary>
    public void Dispose()
    {
        waiting.Writer.TryComplete();
        writing.GetAwaiter().GetResult();
        writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(readString));
    }

    private async Task WriteGroupsAsync()
    {
        var group = new List<Write>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && waiting.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Write> group)
    {
        if (TryCommit(group, out var failure))
        {
            return;
        }

        if (group.Count == 1 || IsOfTheFile(failure))
        {
            group.ForEach(write => write.Fail(Explained(failure)));
            return;
        }

        // One that fails took back what the others did: now each goes alone.
        foreach (var write in group)
        {
            if (!TryCommit([write], out var own))
            {
                write.Fail(Explained(own));
            }
        }
    }

    /// <summary>Locked, full or unreadable: a second try would only make everybody wait again.</summary>
    private static bool IsOfTheFile(Exception failure) => failure is SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full };

    private Exception Explained(Exception failure) => failure is SqliteException
        ? new StorageException(StorageFault.Unavailable, $"The database {Path} cannot be written now: {failure.Message}", failure)
        : failure;

    private bool TryCommit(List<Write> group, [NotNullWhen(false)] out Exception? failure)
    {
        failure = null;
        try
        {
            using var transaction = writer.BeginTransaction();
            foreach (var write in group)
            {
                write.Run(writer, transaction);
            }

            transaction.Commit();
        }
#pragma warning disable CA1031 // Whatever a change throws belongs to the one who asked for it, never to the loop.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown;
            return false;
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        return true;
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constant text and the embedded migrations come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    internal static string ConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = 3, Pooling = mode == SqliteOpenMode.ReadOnly }.ToString();
}
