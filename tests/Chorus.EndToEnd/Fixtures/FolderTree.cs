using System.Security.Cryptography;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>Folders as they are at one moment: every entry with its mode, the time of its last change and its content.</summary>
internal static class FolderTree
{
    public static IReadOnlyList<string> Of(params IReadOnlyList<string> folders) => [.. folders.Where(Directory.Exists)
        .SelectMany(folder => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(new DirectoryInfo(folder)))
        .Select(Describe).Order(StringComparer.Ordinal)];

    private static string Describe(FileSystemInfo entry)
    {
        // A socket has no length, and cannot be read.
        var content = entry is FileInfo { Length: > 0, LinkTarget: null } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : entry.LinkTarget;
        return $"{entry.FullName} {entry.UnixFileMode} {entry.LastWriteTimeUtc:O} {content}";
    }
}
