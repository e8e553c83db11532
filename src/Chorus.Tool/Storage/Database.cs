using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>
/// The project's SQLite file. One writer at a time, in the order of arrival; readers have connections of their own.
/// Every failure of the file itself comes out as a <see cref="StorageException"/>.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteConnection writer;
    private readonly string readString;

    private Database(string path)
    {
        Path = path;
        readString = ConnectionString(path, SqliteOpenMode.ReadOnly);
        writer = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite));
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

    /// <summary>Runs one transaction. When it returns, the change is on disk; when it throws, nothing changed.</summary>
    /// <exception cref="StorageException">The disk is full or the file is locked by another program.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        await writing.WaitAsync(cancellationToken);
        try
        {
            using var transaction = writer.BeginTransaction();
            var result = write(writer, transaction);
            transaction.Commit();
            return result;
        }
        catch (SqliteException failure)
        {
            throw new StorageException(StorageFault.Unavailable, $"The database {Path} cannot be written now: {failure.Message}", failure);
        }
        finally
        {
            writing.Release();
        }
    }

    public async Task WriteAsync(Action<SqliteConnection, SqliteTransaction> write, CancellationToken cancellationToken) =>
        await WriteAsync(
            (connection, transaction) =>
            {
                write(connection, transaction);
                return true;
            },
            cancellationToken);

    public void Dispose()
    {
        writer.Dispose();
        writing.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(readString));
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
