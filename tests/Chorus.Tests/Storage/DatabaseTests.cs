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

    [Fact]
    public async Task Writes_that_wait_together_are_told_in_order_and_a_failed_one_takes_none_with_it()
    {
        using var database = Open();
        var told = new List<string>();
        using var hold = new SemaphoreSlim(0);
        var first = database.WriteAsync(
            (connection, _) =>
            {
                hold.Wait();
                return AddMarker(connection, "first");
            },
            CancellationToken.None);
        var writes = Enumerable.Range(0, 150).Select(number => database.WriteAsync(
            (connection, _) => number == 70 ? throw new InvalidOperationException("70") : AddMarker(connection, $"{number}"),
            _ => told.Add($"{number}"),
            CancellationToken.None)).ToList();

        hold.Release();
        await first;
        Assert.Equal("70", (await Assert.ThrowsAsync<InvalidOperationException>(() => Task.WhenAll(writes))).Message);

        var expected = Enumerable.Range(0, 150).Where(number => number != 70).Select(number => $"{number}").ToList();
        Assert.Equal(expected, told);
        Assert.Equal(["first", .. expected], database.Read(connection => connection.Query("SELECT title FROM task ORDER BY id", reader => reader.GetString(0))));
    }

    [Fact]
    public async Task A_database_that_another_program_holds_is_told_to_all_who_wait_after_one_wait()
    {
        using var database = Open();
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        using (var transaction = other.BeginTransaction())
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var writes = Enumerable.Range(0, 10).Select(_ => database.WriteAsync((connection, _) => AddMarker(connection, "x"), CancellationToken.None)).ToList();
            foreach (var write in writes)
            {
                Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => write)).Fault);
            }

            // The first one may have been alone in its group.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(12), $"It took {clock.Elapsed}.");
        }

        Assert.Equal(1, await database.WriteAsync((connection, _) => AddMarker(connection, "after"), CancellationToken.None));
    }

    [Fact]
    public async Task What_waits_when_the_database_is_closed_is_written_and_what_comes_later_is_refused()
    {
        var database = Open();
        var waiting = Enumerable.Range(0, 20).Select(_ => database.WriteAsync((connection, _) => AddMarker(connection, "kept"), CancellationToken.None)).ToList();
        database.Dispose();
        await Task.WhenAll(waiting);
        await Assert.ThrowsAsync<StorageException>(() => database.WriteAsync((connection, _) => AddMarker(connection, "late"), CancellationToken.None));
        using var again = Open();
        Assert.Equal(20, again.Read(connection => connection.Query("SELECT title FROM task", reader => reader.GetString(0))).Count);
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
