using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-db-").FullName;

    private string File => Path.Combine(folder, "chorus.db");

    private string Backups => Path.Combine(folder, "backups");

    [Fact]
    public void A_new_database_is_private_and_has_the_newest_schema()
    {
        using var database = Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.True(database.Read(connection => (long)connection.Command("PRAGMA user_version").ExecuteScalar()!) >= 2);
    }

    [Fact]
    public async Task A_write_is_there_after_reopening_and_a_failed_one_leaves_nothing()
    {
        using (var database = Open())
        {
            await database.WriteAsync((connection, _) => AddMarker(connection, "kept"), CancellationToken.None);
            await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
                (connection, _) =>
                {
                    AddMarker(connection, "lost");
                    throw new InvalidOperationException("after the insert");
                },
                CancellationToken.None));
        }

        using var again = Open();
        Assert.Equal(["kept"], again.Read(connection => connection.Query("SELECT title FROM task", reader => reader.GetString(0))));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("page")]
    public async Task A_damaged_file_is_refused_and_not_touched(string damage)
    {
        await MakeWithContentAsync();
        var bytes = Damage(damage, await System.IO.File.ReadAllBytesAsync(File));
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        var failure = Assert.Throws<StorageException>(Open);
        Assert.Equal(StorageFault.Unusable, failure.Fault);
        Assert.Contains(File, failure.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            connection.Execute("CREATE TABLE theirs (id INTEGER)");
        }

        Assert.Contains("not a Chorus database", Assert.Throws<StorageException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_database_is_refused_byte_for_byte_unchanged()
    {
        await MakeWithContentAsync();
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA user_version = 999");
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        Assert.Equal(StorageFault.TooNew, Assert.Throws<StorageException>(Open).Fault);
        Assert.Equal(bytes, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task The_message_about_a_damaged_file_names_the_newest_backup()
    {
        await MakeWithContentAsync();
        Directory.CreateDirectory(Backups);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Backups, "20260101-000000000-schema-1.db"), "older");
        await System.IO.File.WriteAllTextAsync(Path.Combine(Backups, "20260201-000000000-schema-1.db"), "newer");
        await System.IO.File.WriteAllTextAsync(File, "garbage");
        Assert.Contains("20260201-000000000-schema-1.db", Assert.Throws<StorageException>(Open).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private Database Open() => Database.Open(File, Backups, TimeProvider.System);

    private async Task MakeWithContentAsync()
    {
        using (var database = Open())
        {
            for (var i = 0; i < 200; i++)
            {
                await database.WriteAsync((connection, _) => AddMarker(connection, new string('x', 200)), CancellationToken.None);
            }

            await database.WriteAsync((_, _) => { }, CancellationToken.None);
        }

        SqliteConnection.ClearAllPools();
    }

    private static byte[] Damage(string damage, byte[] bytes) => damage switch
    {
        "garbage" => [.. "this is not SQLite"u8],
        "empty" => [],
        "cut" => bytes[..(bytes.Length / 2)],
        _ => [.. bytes.Select((value, index) => index is >= 4096 and < 8192 ? (byte)0xAB : value)],
    };

    private static int AddMarker(SqliteConnection connection, string title) => connection.Execute(
        "INSERT INTO task (title, brief, priority, state, permission_mode, stack_mode, session_name, claude_status, created_at) VALUES ($title, '', 0, 'pending', 'manual', 'none', '', '{}', 0)",
        ("$title", title));
}
