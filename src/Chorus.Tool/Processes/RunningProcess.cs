#pragma warning disable RS0030 // This folder is the one that starts processes.
using System.ComponentModel;
using System.Diagnostics;

namespace Chorus.Processes;

/// <summary>A program that runs for long and is talked to through its streams.</summary>
public sealed class RunningProcess
{
    private readonly Process process;

    private RunningProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        Exited = WaitAsync(process);
    }

    public int Id { get; }

    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Error => process.StandardError.BaseStream;

    /// <summary>Ends with the exit code.</summary>
    public Task<int> Exited { get; }

    public static RunningProcess Start(ProcessRequest request)
    {
        var start = new ProcessStartInfo(request.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = request.WorkingDirectory ?? "",
        };
        foreach (var argument in request.Arguments) { start.ArgumentList.Add(argument); }
        foreach (var (name, value) in request.Environment)
        {
            if (value is null) { start.Environment.Remove(name); }
            else { start.Environment[name] = value; }
        }

        try
        {
            return new RunningProcess(Process.Start(start)!);
        }
        catch (Win32Exception failure)
        {
            throw new ProgramNotFoundException(request.Program, failure);
        }
    }

    /// <summary>Ends the process and all it started; nothing happens when it is gone already.</summary>
    public void Kill()
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception) { /* It ended by itself. */ }
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
