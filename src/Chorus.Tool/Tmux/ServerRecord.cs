using System.Globalization;
using Chorus.Configuration;

namespace Chorus.Tmux;

/// <summary>Remembers beside the socket which server made it: a server whose socket was deleted would be forgotten otherwise.</summary>
internal sealed class ServerRecord(string path)
{
    public ServerGeneration? Read()
    {
        try { return Parse(File.ReadAllText(path)); }
        catch (IOException) { return null; }
    }

    public void Write(ServerGeneration generation) =>
        StateFolder.WritePrivate(path, string.Create(CultureInfo.InvariantCulture, $"{generation.Pid} {generation.StartTime} {generation.Version}\n"));

    public void Delete() => File.Delete(path);

    public static ServerGeneration? Parse(string line) =>
        line.Trim().Split(' ', 3) is [var pidText, var startText, var version]
        && int.TryParse(pidText, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && long.TryParse(startText, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ServerGeneration(pid, start, version)
            : null;
}
