using Chorus.Commands.Doctor;
using Chorus.Configuration;
using Chorus.Storage;
using Microsoft.Data.Sqlite;

namespace Chorus.Tests.Commands.Doctor;

public sealed class DatabaseCheckTests : IDisposable
{
    private readonly DoctorPlace place = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        place.Dispose();
    }

    [Fact]
    public async Task A_database_at_rest_is_whole_and_nothing_beside_it_is_made()
    {
        await FillAsync();
        var before = place.Tree();
        var finding = await place.AskAsync("database");
        Assert.Equal("ok", finding.Status);
        Assert.Contains(" 1 tasks", finding.What, StringComparison.Ordinal);
        Assert.Equal(before, place.Tree());
    }

    [Fact]
    public async Task What_a_killed_server_left_is_read_and_not_recovered()
    {
        await LeaveAsync();
        var before = place.Tree();
        Assert.Contains(before, line => line.Contains("chorus.db-wal", StringComparison.Ordinal));
        Assert.Contains(" 2 tasks", (await place.AskAsync("database")).What, StringComparison.Ordinal);
        Assert.Equal(before, place.Tree());
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "chorus-look-*"));
    }

    [Fact]
    public async Task The_database_of_a_server_that_runs_is_read_beside_it()
    {
        var state = place.State;
        using var database = Database.Open(state.Database, state.Backups, place.Clock);
        using var held = ServerLock.TryTake(state.Lock);
        await AddAsync(database, place.Clock.GetUtcNow());
        var finding = await place.AskAsync("database");
        Assert.Equal("ok", finding.Status);
        Assert.Contains(" 1 tasks", finding.What, StringComparison.Ordinal);
        await AddAsync(database, place.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_damaged_database_fails_and_the_cure_names_the_backup()
    {
        await FillAsync();
        var state = place.State;
        var backup = Path.Combine(state.Backups, "20260101-000000000-schema-1.db");
        await File.WriteAllTextAsync(backup, "");
        await using (var file = new FileStream(state.Database, FileMode.Open))
        {
            file.Position = 100;
            file.Write(new byte[8000]);
        }

        var before = place.Tree();
        var finding = await place.AskAsync("database");
        Assert.Equal("fail", finding.Status);
        Assert.Contains("damaged", finding.What, StringComparison.Ordinal);
        Assert.Contains($"cp -p '{backup}' '{state.Database}'", finding.Cure, StringComparison.Ordinal);
        Assert.Equal(1, (await place.RunAsync([])).ExitCode);
        Assert.Equal(before, place.Tree());
    }

    [Fact]
    public async Task A_database_of_a_newer_program_fails()
    {
        await FillAsync();
        await using (var connection = new SqliteConnection($"Data Source={place.State.Database};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA user_version = 999");
        }

        var finding = await place.AskAsync("database");
        Assert.Equal("fail", finding.Status);
        Assert.Contains("schema 999", finding.What, StringComparison.Ordinal);
        Assert.Contains("dotnet tool update", finding.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_of_the_configuration_is_the_one_that_is_looked_at()
    {
        var odd = Path.Combine(place.Project, "odd %20 ä name.db");
        place.Configure($"[database]\nurl = \"sqlite:///{odd.Replace("%", "%25", StringComparison.Ordinal)}\"\n");
        using (var database = Database.Open(odd, place.State.Backups, place.Clock)) { await AddAsync(database, place.Clock.GetUtcNow()); }

        SqliteConnection.ClearAllPools();
        var finding = await place.AskAsync("database");
        Assert.Equal("ok", finding.Status);
        Assert.Contains(odd, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_behind_the_newest_event_is_told()
    {
        await FillAsync();
        Assert.Equal("ok", (await place.AskAsync("clock")).Status);
        await FillAsync(at: place.Clock.GetUtcNow().AddHours(3));
        var finding = await place.AskAsync("clock");
        Assert.Equal("warn", finding.Status);
        Assert.Contains("3 h later", finding.What, StringComparison.Ordinal);
        Assert.NotNull(finding.Cure);
    }

    [Fact]
    public void A_database_in_which_nothing_has_happened_says_nothing_about_the_clock() =>
        Assert.Equal(Grade.Ok, DatabaseChecks.Clock(newest: null, place.Clock.GetUtcNow()).Grade);

    /// <summary>A database as a server leaves it that was told to stop.</summary>
    private async Task FillAsync(DateTimeOffset? at = null)
    {
        var state = place.State;
        using (var database = Database.Open(state.Database, state.Backups, place.Clock)) { await AddAsync(database, at ?? place.Clock.GetUtcNow()); }

        SqliteConnection.ClearAllPools();
        Assert.False(File.Exists(state.Database + "-wal"));
    }

    /// <summary>The same as it is after a kill: the second task stands in the log only.</summary>
    private async Task LeaveAsync()
    {
        await FillAsync();
        var state = place.State;
        var left = Directory.CreateTempSubdirectory("chorus-left-").FullName;
        try
        {
            using (var database = Database.Open(state.Database, state.Backups, place.Clock))
            {
                await AddAsync(database, place.Clock.GetUtcNow());
                foreach (var file in Directory.GetFiles(state.Root, "chorus.db*")) { File.Copy(file, Path.Combine(left, Path.GetFileName(file))); }
            }

            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(left)) { File.Copy(file, Path.Combine(state.Root, Path.GetFileName(file)), overwrite: true); }
        }
        finally { Directory.Delete(left, recursive: true); }
    }

    private static Task AddAsync(Database database, DateTimeOffset at) => database.WriteAsync(
        (connection, _) =>
        {
            connection.Execute("INSERT INTO task (title, brief, priority, state, permission_mode, stack_mode, session_name, claude_status, created_at) VALUES ('a', '', 0, 'pending', 'manual', 'none', 'claude-1', '{}', 0)");
            connection.Execute(
                """INSERT INTO task_event (task_id, at, kind, "from", "to", reason, detail, source) VALUES (last_insert_rowid(), $at, 'created', '', '', '', '', 'cli')""", ("$at", at.ToStored()));
        },
        CancellationToken.None);
}
