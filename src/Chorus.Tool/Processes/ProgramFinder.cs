namespace Chorus.Processes;

/// <summary>Finds a program the way a shell does, but never in the current folder: that one belongs to the project, which is not trusted.</summary>
public static class ProgramFinder
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of the program, or null. A name that contains a slash is a path (<c>~/</c> is the user's home) and is not looked up.</summary>
    public static string? Find(string name, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(environment);
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(name.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(environment("HOME") ?? "/", name[2..]) : name);
            return IsExecutable(path) ? path : null;
        }

        return (environment("PATH") ?? "")
            .Split(':')
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
