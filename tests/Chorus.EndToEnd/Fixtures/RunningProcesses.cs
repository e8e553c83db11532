using System.Globalization;
using System.Text;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>What <c>/proc</c> tells about the processes of this user.</summary>
internal static class RunningProcesses
{
    private const double TicksPerSecond = 100;

    public static IEnumerable<int> All() =>
        Directory.Exists("/proc")
            ? Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            : [];

    public static IReadOnlyList<string> EnvironmentOf(int id) => Strings(id, "environ");

    public static IReadOnlyList<string> CommandLineOf(int id) => Strings(id, "cmdline");

    public static bool IsRunning(int id) => Field(id, 2) is { } state && state is not "Z";

    /// <summary>CPU time used so far, in seconds.</summary>
    public static double CpuSeconds(int id) =>
        (Number(Field(id, 13)) + Number(Field(id, 14))) / TicksPerSecond;

    /// <summary>Resident memory in MB.</summary>
    public static double ResidentMegabytes(int id) => Number(Field(id, 23)) * Environment.SystemPageSize / 1024 / 1024;

    /// <summary>Field of <c>/proc/PID/stat</c>, counted from 0; the name in brackets may contain spaces.</summary>
    private static string? Field(int id, int index)
    {
        var text = Read(id, "stat");
        var fields = text.Length == 0 ? [] : text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return index - 2 < fields.Length ? fields[index - 2] : null;
    }

    private static double Number(string? text) => text is null ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Strings(int id, string file) => Read(id, file).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A process may end, or belong to somebody else, while it is looked at.</summary>
    private static string Read(int id, string file)
    {
        try { return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}")); }
        catch (IOException) { return ""; }
        catch (UnauthorizedAccessException) { return ""; }
    }
}
