using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>
/// A look into a database file that leaves it and its folder as they were. SQLite writes even for a reader: it makes the files beside a WAL database,
/// and recovers what a killed server left. So a file at rest is opened as immutable, and one with something to recover is copied first.
/// </summary>
internal sealed class UntouchedDatabase : IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int CannotOpen = 14;

    private readonly SqliteConnection connection;
    private readonly string? copy;

    private UntouchedDatabase(string dataSource, string? copy)
    {
        this.copy = copy;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = dataSource, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 3, Pooling = false }.ToString());
    }

    /// <summary>Opens the file, and checks that it is whole and of a schema this program knows.</summary>
    /// <param name="path">The database.</param>
    /// <param name="backupFolder">Where its backups lie, for the message about a damaged one.</param>
    /// <param name="isInUse">Whether a server has it open: then its files are there and take part in the locking.</param>
    /// <exception cref="StorageException">It cannot be used or not be read now.</exception>
    public static UntouchedDatabase Open(string path, string backupFolder, bool isInUse)
    {
        try
        {
            var opened = Choose(path, isInUse);
            try
            {
                opened.connection.Open();
                DatabaseFile.Check(opened.connection, path, backupFolder);
                Migrator.CheckVersion(opened.connection, path);
                return opened;
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: Busy or Locked or CannotOpen })
        {
            throw new StorageException(StorageFault.Unavailable, $"The database {path} cannot be read now: {failure.Message}", failure);
        }
        catch (SqliteException failure)
        {
            throw DatabaseFile.Unusable(path, backupFolder, failure);
        }
    }

    /// <exception cref="StorageException">It cannot be read now.</exception>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        try { return read(connection); }
        catch (SqliteException failure) { throw new StorageException(StorageFault.Unavailable, $"The database cannot be read now: {failure.Message}", failure); }
    }

    public void Dispose()
    {
        connection.Dispose();
        if (copy is not null) { Directory.Delete(copy, recursive: true); }
    }

    private static UntouchedDatabase Choose(string path, bool isInUse)
    {
        if (isInUse) { return new UntouchedDatabase(path, copy: null); }
        return new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? Copied(path) : new UntouchedDatabase(Immutable(path), copy: null);
    }

    private static UntouchedDatabase Copied(string path)
    {
        // Mode 0700, as the state folder.
        var folder = Directory.CreateTempSubdirectory("chorus-look-").FullName;
        try
        {
            foreach (var end in new[] { "", "-wal" }) { File.Copy(path + end, Path.Combine(folder, "copy.db" + end)); }
            return new UntouchedDatabase(Path.Combine(folder, "copy.db"), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static string Immutable(string path) => $"file:{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?immutable=1";
}
