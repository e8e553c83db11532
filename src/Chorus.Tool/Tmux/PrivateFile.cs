namespace Chorus.Tmux;

/// <summary>Files only the user may read, replaced as a whole.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using (var writer = new StreamWriter(temporary, options)) { writer.Write(text); }
        File.Move(temporary, path, overwrite: true);
    }
}
