#pragma warning disable RS0030 // This folder is the one place that touches processes.
using System.ComponentModel;
using System.Diagnostics;

namespace Chorus.Processes;

/// <summary>Runs a program in the terminal of this one, as a shell would, and waits for its end.</summary>
public static class TerminalProcess
{
    /// <returns>The program's exit code.</returns>
    /// <exception cref="ProgramNotFoundException">There is no such program.</exception>
    public static async Task<int> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(request.Program, request.Arguments) { UseShellExecute = false, WorkingDirectory = request.WorkingDirectory ?? "" };
        foreach (var (name, value) in request.Environment)
        {
            if (value is null) { start.Environment.Remove(name); }
            else { start.Environment[name] = value; }
        }

        try
        {
            using var process = Process.Start(start) ?? throw new ProgramNotFoundException(request.Program);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (Win32Exception missing) { throw new ProgramNotFoundException(request.Program, missing); }
    }
}
