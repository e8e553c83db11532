using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at the project's state folder: who can reach it, and whether there is space for it to grow.</summary>
internal static class StateChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const long Megabyte = 1024 * 1024;
    private const long Little = 200 * Megabyte;
    private const long TooLittle = 20 * Megabyte;

    public static IReadOnlyList<Finding> Run(StateFolder state) => [Folder(state), Disk(state.Root)];

    internal static Finding Disk(long free, string folder)
    {
        const string cure = "Make space: Chorus refuses every change once the disk is full.";
        var what = $"{free / Megabyte} MB free for {folder}";
        return free switch
        {
            < TooLittle => new(Grade.Fail, "disk", what, cure),
            < Little => new(Grade.Warn, "disk", what, cure),
            _ => new(Grade.Ok, "disk", what),
        };
    }

    private static Finding Folder(StateFolder state)
    {
        try
        {
            state.Check();
            if (!Directory.Exists(state.Root)) { return new(Grade.Ok, "state", $"{state.Root} is made at the first chorus serve"); }

            // Worktrees hold the project's files with the project's modes; the folder above keeps others out.
            var open = new DirectoryInfo(state.Root).EnumerateFileSystemInfos()
                .Where(entry => entry.LinkTarget is null && entry.FullName != state.Worktrees && (entry.UnixFileMode & Others) != 0)
                .Select(entry => entry.FullName).Order(StringComparer.Ordinal).ToList();
            return open.Count == 0
                ? new(Grade.Ok, "state", state.Root)
                : new(Grade.Fail, "state", $"Other users may reach {string.Join(", ", open)}.", $"Close it: {Processes.CommandLine.For(new ProcessRequest("chmod", ["go=", .. open]))}");
        }
        catch (StateFolderException failure) { return new(Grade.Fail, "state", failure.What, failure.Remedy); }
        catch (UnauthorizedAccessException failure) { return new(Grade.Fail, "state", failure.Message, $"Make {state.Root} belong to you."); }
    }

    private static Finding Disk(string root)
    {
        var folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) { folder = parent; }
        try { return Disk(new DriveInfo(folder).AvailableFreeSpace, folder); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(Grade.Warn, "disk", $"The free space of {folder} cannot be told: {failure.Message}", "Look with: df -h");
        }
    }
}
