using System.Net.Sockets;
using Chorus.Configuration;

namespace Chorus.Commands;

/// <summary>Finds the running server of a folder: its own project's, or that of the nearest folder above it.</summary>
internal static class ServerLocator
{
    /// <exception cref="CommandFailure">No server runs here.</exception>
    public static StateFolder Find(string folder, Func<string, string?> environment)
    {
        var start = Path.GetFullPath(folder);
        if (!Directory.Exists(start)) { throw new CommandFailure(ExitCode.WrongUsage, $"The folder {start} does not exist."); }

        return Upwards(start, environment).FirstOrDefault(state => Answers(state.ServerSocket))
            ?? throw new CommandFailure(ExitCode.NoServer, $"No Chorus server runs for {start}. Start one with: chorus serve");
    }

    /// <summary>The state of the project that a folder belongs to, running or not: of the nearest folder that ever had a server, else its own.</summary>
    /// <exception cref="StateFolderException">There is no place for one.</exception>
    public static StateFolder Nearest(string folder, Func<string, string?> environment) =>
        Upwards(folder, environment).FirstOrDefault(state => Directory.Exists(state.Root)) ?? StateFolder.Locate(folder, environment);

    /// <summary>A socket file that a killed server left behind refuses the connection.</summary>
    public static bool Answers(string path)
    {
        if (!File.Exists(path)) { return false; }
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException) { return false; }
    }

    private static IEnumerable<StateFolder> Upwards(string folder, Func<string, string?> environment)
    {
        for (var project = new DirectoryInfo(folder); project is not null; project = project.Parent) { yield return StateFolder.Locate(project.FullName, environment); }
    }
}
