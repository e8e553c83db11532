using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>The database as a file: its mode, whether it is one of ours, and what to tell when it is not.</summary>
internal static class DatabaseFile
{
    /// <summary>"CHOR" as SQLite's application id (header offset 68), so that a foreign database is never migrated.</summary>
    internal const int ApplicationId = 0x43484F52;

    /// <summary>Makes a new database beside its place and moves it there whole, or checks the one that is there without writing to it.</summary>
    internal static void CreateOrCheck(string path, string backupFolder, TimeProvider clock)
    {
        if (File.Exists(path))
        {
            using var reader = new SqliteConnection(Database.ConnectionString(path, SqliteOpenMode.ReadOnly));
            reader.Open();
            Check(reader, path, backupFolder);
            SqliteConnection.ClearPool(reader);
            return;
        }

        try
        {
            var unfinished = path + ".new";
            File.Delete(unfinished);
            // Mode 0600 before SQLite would create it with the process' umask.
            new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
            using (var writer = new SqliteConnection(Database.ConnectionString(unfinished, SqliteOpenMode.ReadWrite)))
            {
                writer.Open();
                new Migrator(backupFolder, clock).Migrate(writer);
            }

            File.Move(unfinished, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Unusable, $"The database {path} cannot be created: {failure.Message}", failure);
        }
    }

    /// <summary>SQLite gives -wal and -shm the mode of the main file; this repairs files of an earlier, laxer program.</summary>
    internal static void RestrictModes(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <exception cref="StorageException">The content is damaged or belongs to another program.</exception>
    internal static void Check(SqliteConnection connection, string path, string backupFolder)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw Unusable(path, backupFolder, null);
        }

        if (Scalar(connection, "PRAGMA application_id") is not (long)ApplicationId)
        {
            throw new StorageException(StorageFault.Unusable, $"{path} is not a Chorus database.", remedy: "Nothing was changed; name another file under [database] url.");
        }

        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
        {
            throw Unusable(path, backupFolder, null);
        }
    }

    internal static StorageException Unusable(string path, string backupFolder, Exception? inner)
    {
        var newest = Directory.Exists(backupFolder) ? Directory.GetFiles(backupFolder, "*.db").Max(StringComparer.Ordinal) : null;
        var remedy = newest is null
            ? $"There is no backup. Move the file away to start empty: mv '{path}' '{path}.damaged'"
            : $"To go back to the newest backup: mv '{path}' '{path}.damaged' && cp -p '{newest}' '{path}'";
        return new StorageException(StorageFault.Unusable, $"The database {path} is damaged{(inner is null ? "" : $" ({inner.Message})")}. It was not touched.", inner, remedy);
    }

    internal static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant text only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
