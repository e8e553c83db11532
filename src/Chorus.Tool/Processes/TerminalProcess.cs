#pragma warning disable RS0030 // This folder is the one place that touches processes.
using System.Diagnostics;

namespace Chorus.Processes;

/// <summary>Runs a program, found before, in the terminal of this one, as a shell would, and waits for its end.</summary>
public static class TerminalProcess
{
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(request.Program, request.Arguments) { UseShellExecute = false, WorkingDirectory = request.WorkingDirectory ?? "" };
        foreach (var (name, value) in request.Environment)
        {
            if (value is null) { start.Environment.Remove(name); }
            else { start.Environment[name] = value; }
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{request.Program} did not start.");
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
