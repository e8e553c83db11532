using System.Runtime.InteropServices;

namespace Chorus.Configuration;

/// <summary>Who owns a file. .NET has no word for it, so the answer comes from the system: on Linux from <c>statx</c>, elsewhere unknown.</summary>
internal static partial class FileOwner
{
    private const int AtFdcwd = -100;
    private const int AtSymlinkNofollow = 0x100;
    private const uint StatxUid = 0x8;

    /// <summary>The user this process runs as.</summary>
    public static uint Me => GetEffectiveUserId();

    /// <returns>The owner's user id, or null where it cannot be told.</returns>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct statx is 256 bytes; stx_uid is the 32-bit word at offset 20 (linux/stat.h).
        var buffer = new byte[256];
        return Statx(AtFdcwd, path, AtSymlinkNofollow, StatxUid, buffer) == 0 ? BitConverter.ToUInt32(buffer, 20) : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);
}
