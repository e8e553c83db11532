namespace Chorus.EndToEnd.Fixtures;

/// <summary>Where the programs lie that the tests start. A missing one fails the test with what to do, it never skips it.</summary>
internal static class Place
{
    public static string Root { get; } = FindRoot();

    /// <summary>The tool as it was built, in the configuration of the tests.</summary>
    public static string Chorus => Needed(
        Path.Combine(Root, "src", "Chorus.Tool", "bin", Configuration, "net10.0", "Chorus.dll"), "Build the solution first.");

    public static string Claude => Needed(Path.Combine(Root, ".tools", "node_modules", ".bin", "claude"), "./test installs it.");

    public static string FakeAnthropic => Path.Combine(Root, "tests", "Chorus.EndToEnd", "fake-anthropic", "server.mjs");

    public static string Browser => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } chosen ? chosen : Program("chromium");

    public static string Dotnet => Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : Program("dotnet");

    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>Whether <c>./test --full</c> asked for the long figures.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("CHORUS_FULL") == "1";

    /// <summary>Absolute path of a program on the PATH.</summary>
    public static string Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is missing. ./test installs it.");

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static string Needed(string path, string remedy) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing. {remedy}");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Chorus.sln"))) { folder = folder.Parent; }
        return folder?.FullName ?? throw new InvalidOperationException($"No Chorus.sln above {AppContext.BaseDirectory}.");
    }
}
