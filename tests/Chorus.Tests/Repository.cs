namespace Chorus.Tests;

/// <summary>Where the sources of this build lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <param name="path">Below the root.</param>
    public static string Folder(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chorus.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Chorus.sln is nowhere above the tests.");
        }

        return folder.FullName;
    }
}
