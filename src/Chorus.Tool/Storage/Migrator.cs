using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>Brings the schema forward, one numbered file and one transaction at a time, after a backup. There is no way back but the backup.</summary>
internal sealed class Migrator(string backupFolder, TimeProvider clock)
{
    private const string Prefix = "Chorus.Storage.Migrations.";

    /// <exception cref="StorageException">The database was written by a newer Chorus.</exception>
    public void Migrate(SqliteConnection connection)
    {
        var migrations = Migrations();
        var newest = migrations[^1].Number;
        var current = CheckVersion(connection, connection.DataSource);
        if (current > 0 && current < newest)
        {
            BackUp(connection, current);
        }

        foreach (var migration in migrations.Where(migration => migration.Number > current))
        {
            Apply(connection, migration);
        }
    }

    /// <returns>The number of the schema; 0 for an empty file.</returns>
    /// <exception cref="StorageException">The database was written by a newer Chorus.</exception>
    public static int CheckVersion(SqliteConnection connection, string path)
    {
        var current = (int)(long)DatabaseFile.Scalar(connection, "PRAGMA user_version")!;
        var newest = Migrations()[^1].Number;
        return current <= newest
            ? current
            : throw new StorageException(StorageFault.TooNew, $"The database {path} has schema {current}, this Chorus knows {newest}.", remedy: "Update Chorus: dotnet tool update -g chorus");
    }

    private static void Apply(SqliteConnection connection, Migration migration)
    {
        using var transaction = connection.BeginTransaction();
        Database.Execute(connection, migration.Sql);
        Database.Execute(connection, $"PRAGMA application_id={DatabaseFile.ApplicationId}; PRAGMA user_version={migration.Number};");
        transaction.Commit();
    }

    private void BackUp(SqliteConnection connection, int version)
    {
        Directory.CreateDirectory(backupFolder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd-HHmmssfff}-schema-{version}.db");
        var path = Path.Combine(backupFolder, name);
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $path";
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static List<Migration> Migrations()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
            })];
    }

    private sealed record Migration(int Number, string Sql);
}
