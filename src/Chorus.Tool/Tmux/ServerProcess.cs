using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Chorus.Processes;

namespace Chorus.Tmux;

/// <summary>The tmux server as a process: whether it still lives, and how to make it open its socket again.</summary>
internal static class ServerProcess
{
    /// <summary>True while the process with this id is the server of that socket. A zombie is not: its command line is empty.</summary>
    public static bool IsAlive(int pid, string socketPath)
    {
        if (!OperatingSystem.IsLinux()) { return Liveness.IsAlive(pid); }

        try
        {
            var arguments = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"), Encoding.UTF8).Split('\0');
            return arguments.Contains(socketPath, StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>tmux answers SIGUSR1 by making its socket anew.</summary>
    public static void AskForSocket(int pid) => _ = SendSignal(pid, OperatingSystem.IsMacOS() ? 30 : 10);

    /// <summary>Waits for a condition that only polling can see; false when the time is over.</summary>
    public static async Task<bool> WaitUntilAsync(Func<bool> condition, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (!condition())
        {
            if (clock.GetElapsedTime(start) > limit) { return false; }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellationToken);
        }
        return true;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
