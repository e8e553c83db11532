using System.Security.Cryptography;
using Chorus.Storage;
using Chorus.Tests.Processes;
using Chorus.Tmux;

namespace Chorus.Tests.Web.Access;

/// <summary>Everything that a request could have changed, line by line: every row of the database, every pane of tmux, every file.</summary>
internal static class ProductState
{
    // What SQLite keeps beside the database changes with every reader.
    private static readonly string[] Ignored = ["-wal", "-shm", ".sock"];

    public static async Task<IReadOnlyList<string>> ReadAsync(ProductServer server)
    {
        // A task whose agent hung up is judged a little later, by what else is seen of it.
        await Wait.UntilAsync(() => !Rows(server.Service<Database>()).Any(row => row.Contains("\"LostAt\":\"", StringComparison.Ordinal) || (row.Contains("\"Waiting\"", StringComparison.Ordinal) && row.Contains("\"Questions\":[]", StringComparison.Ordinal))));
        var panes = await server.Service<TmuxServer>().ListAsync(CancellationToken.None);
        return
        [
            .. Rows(server.Service<Database>()),
            .. panes.Panes.Select(pane => $"{pane with { WindowActivity = 0 }}"),
            .. Directory.EnumerateFileSystemEntries(server.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Entry),
        ];
    }

    public static async Task AssertSameAsync(ProductServer server, IReadOnlyList<string> before)
    {
        var now = await ReadAsync(server);
        var changes = before.Except(now).Select(gone => $"- {gone}").Concat(now.Except(before).Select(added => $"+ {added}")).ToList();
        Assert.True(changes.Count == 0, string.Join('\n', changes));
        Assert.Equal(before, now);
    }

    private static List<string> Rows(Database database) => database.Read(connection =>
    {
        var tables = connection.Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row => row.GetString(0));
        Assert.Contains("login_session", tables);
        return tables
            .SelectMany(table => connection.Query($"SELECT * FROM {table}", row => $"{table}: {string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(index => Cell(row.GetValue(index))))}"))
            .ToList();
    });

    private static string Cell(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";

    private static string Entry(string path)
    {
        var isFile = File.Exists(path) && !Ignored.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));
        return $"{path} {File.GetUnixFileMode(path)} {(isFile ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}";
    }
}
