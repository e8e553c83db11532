#pragma warning disable RS0030 // This folder is the one that looks at processes.
using System.Diagnostics;

namespace Chorus.Processes;

/// <summary>Says whether a process lives.</summary>
public static class Liveness
{
    public static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
