namespace Chorus.Configuration;

/// <summary>One server per project: an advisory lock the kernel gives back when the process ends, however it ends.</summary>
public sealed class ServerLock : IDisposable
{
    private readonly FileStream file;

    private ServerLock(FileStream file) => this.file = file;

    /// <returns>The lock, or null when another server of this project holds it.</returns>
    public static ServerLock? TryTake(string path)
    {
        try
        {
            return new ServerLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Whether a server holds the lock. Makes no file; a server that starts in this very moment would be told that another one does.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            // A shared lock, which only the server's exclusive one refuses.
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (FileNotFoundException) { return false; }
        catch (DirectoryNotFoundException) { return false; }
        catch (IOException) { return true; }
    }

    public void Dispose() => file.Dispose();
}
