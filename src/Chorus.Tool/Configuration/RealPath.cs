namespace Chorus.Configuration;

/// <summary>Paths with every link resolved, so that one folder has one name.</summary>
public static class RealPath
{
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var resolved = Path.GetPathRoot(full) ?? "/";
        foreach (var part in full[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            resolved = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Path.TrimEndingDirectorySeparator(Of(target.FullName)) : next;
        }

        return resolved;
    }
}
