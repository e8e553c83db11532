using Chorus.Storage;

namespace Chorus.Tasks;

/// <summary>What the user sets while the server runs, by name.</summary>
public sealed class SettingStore(Database database)
{
    public string? Read(string name) => database.Read(connection =>
        connection.Query("SELECT value FROM setting WHERE name = $name", reader => reader.GetString(0), ("$name", name)).FirstOrDefault());

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) => connection.Execute("INSERT INTO setting (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = $value", ("$name", name), ("$value", value)),
        cancellationToken);
}
