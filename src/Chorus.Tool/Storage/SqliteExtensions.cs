using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>The few lines between SQL and records: parameters by name, rows by ordinal, times as UTC milliseconds.</summary>
public static class SqliteExtensions
{
    /// <summary>A command with its parameters. <paramref name="sql"/> is constant text; values only ever travel as parameters.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(map);
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Milliseconds since 1970 in UTC, the form every time column has.</summary>
    public static long ToStored(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset TimeAt(this SqliteDataReader reader, int ordinal) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(ordinal));

    public static DateTimeOffset? OptionalTimeAt(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.TimeAt(ordinal);

    public static string? OptionalTextAt(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    public static int IntAt(this SqliteDataReader reader, int ordinal) => checked((int)reader.GetInt64(ordinal));
}
