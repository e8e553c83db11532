namespace Chorus.Processes;

/// <summary>Finds programs the way a shell would, so that what is run later is what was checked.</summary>
public static class ProgramFinder
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <returns>The absolute path of an executable file, or null. A name with a slash is taken as it is; empty and relative parts of PATH are skipped.</returns>
    public static string? Find(string name, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            var full = Path.GetFullPath(name.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(environment("HOME") ?? "/", name[2..]) : name);
            return IsProgram(full) ? full : null;
        }

        return (environment("PATH") ?? "").Split(':').Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0;
}
