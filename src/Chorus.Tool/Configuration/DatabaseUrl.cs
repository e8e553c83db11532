namespace Chorus.Configuration;

/// <summary>Reads <c>[database] url</c> in the form of SQLAlchemy: <c>sqlite:///relative</c> or <c>sqlite:////absolute</c>.</summary>
public static class DatabaseUrl
{
    private const string Scheme = "sqlite:///";

    /// <summary>What is wrong with the address, or null.</summary>
    public static string? Problem(string url)
    {
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return "the database must be a file: sqlite:///name.db (in the state folder) or sqlite:////absolute/path.db";
        }

        var path = url[Scheme.Length..];
        if (path.Contains('?', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal))
        {
            return "parameters after the file name are not supported";
        }

        return path.Trim().Length == 0 || path == ":memory:" || path.EndsWith('/') || Uri.UnescapeDataString(path).Contains('\0', StringComparison.Ordinal)
            ? "a database file must be named; a database in memory would lose every task"
            : null;
    }

    /// <summary>The file's path; a relative one lies in the state folder, so that the project tree stays clean.</summary>
    public static string Resolve(string url, string stateFolder) => Path.GetFullPath(Uri.UnescapeDataString(url[Scheme.Length..]), stateFolder);
}
