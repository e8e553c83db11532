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

        for (var project = new DirectoryInfo(start); project is not null; project = project.Parent)
        {
            var state = StateFolder.Locate(project.FullName, environment);
            if (Answers(state.ServerSocket)) { return state; }
        }

        throw new CommandFailure(ExitCode.NoServer, $"No Chorus server runs for {start}. Start one with: chorus serve");
    }

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
}
