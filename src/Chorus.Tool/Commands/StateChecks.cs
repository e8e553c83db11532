using Chorus.Configuration;
using Microsoft.Data.Sqlite;

namespace Chorus.Commands;

/// <summary>The doctor's look at the project's state folder, its database and its server; nothing is created or changed.</summary>
internal static class StateChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IReadOnlyList<Finding> Run(string folder, Func<string, string?> environment)
    {
        try
        {
            var state = StateFolder.Locate(folder, environment);
            if (!Directory.Exists(state.Root)) { return [new(Grade.Ok, "state", $"{state.Root} is made at the first chorus serve")]; }
            return [Modes(state.Root), Database(state.Database), Server(state)];
        }
        catch (StateFolderException failure) { return [new(Grade.Fail, "state", failure.Message, "Mend or remove the folder the message names.")]; }
    }

    internal static Finding Modes(string root)
    {
        if (OperatingSystem.IsWindows()) { return new(Grade.Ok, "state", root); }
        try
        {
            var open = new DirectoryInfo(root).EnumerateFileSystemInfos().Prepend(new DirectoryInfo(root))
                .Where(entry => entry.LinkTarget is null && entry.Name != "worktrees" && (entry.UnixFileMode & Others) != 0)
                .Select(entry => entry.FullName).ToList();
            return open is [var first, ..]
                ? new(Grade.Fail, "state", $"{first} can be reached by other users", $"chmod -R go= '{root}'")
                : new(Grade.Ok, "state", root);
        }
        catch (UnauthorizedAccessException failure)
        {
            return new(Grade.Fail, "state", failure.Message, $"Make {root} belong to you.");
        }
    }

    private static Finding Database(string path)
    {
        if (!File.Exists(path)) { return new(Grade.Ok, "database", "made at the first chorus serve"); }
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            return check.ExecuteScalar() is "ok"
                ? new(Grade.Ok, "database", path)
                : new(Grade.Fail, "database", $"{path} is damaged", "Put the newest file of the backups folder in its place while no server runs.");
        }
        catch (SqliteException failure)
        {
            return new(Grade.Fail, "database", $"{path}: {failure.Message}", "Put the newest file of the backups folder in its place while no server runs.");
        }
    }

    private static Finding Server(StateFolder state) => ServerLocator.Answers(state.ServerSocket)
        ? new(Grade.Ok, "server", "running")
        : new(Grade.Ok, "server", "not running; start it with: chorus serve");
}
