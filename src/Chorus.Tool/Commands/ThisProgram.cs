namespace Chorus.Commands;

/// <summary>How this very program is started again, as Claude Code's hooks must.</summary>
internal static class ThisProgram
{
    /// <summary>The program and its first arguments: the tool's own launcher, or the host with the assembly.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var process = Environment.ProcessPath ?? "dotnet";
            return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "Chorus.dll")] : [process];
        }
    }

    /// <summary>The same for a shell, which is what a hook's command goes through; every word is quoted.</summary>
    public static string ShellCommand(params ReadOnlySpan<string> arguments) => string.Join(' ', [.. Command.Select(Quote), .. arguments]);

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
