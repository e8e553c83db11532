#pragma warning disable RS0030 // This folder is the one place that touches processes.
using System.ComponentModel;
using System.Diagnostics;

namespace Chorus.Processes;

/// <summary>A program that was started and is talked to through its three streams; whoever starts it disposes it.</summary>
public sealed class RunningProcess : IDisposable
{
    private readonly Process process;

    private RunningProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        Error = process.StandardError.BaseStream;
        Exited = WaitAsync(process);
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public int Id { get; }

    /// <summary>Ends with the exit code (128 + number for a signal) as soon as the program itself has ended, whoever still holds its pipes.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="ProgramNotFoundException">Nothing was started.</exception>
    public static RunningProcess Start(ProcessRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Resolved by us: the framework would also look beside our own program and in the current folder.
        var program = ProgramFinder.Find(request.Program, Environment.GetEnvironmentVariable)
            ?? throw new ProgramNotFoundException(request, "there is no such program. Is it installed, and is its folder in PATH?");
        if (request.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ProgramNotFoundException(request, "the folder does not exist");
        }

        try
        {
            return new RunningProcess(Process.Start(Describe(program, request))!);
        }
        catch (Win32Exception failure)
        {
            throw new ProgramNotFoundException(request, $"it cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Kills the program and everything it started that still hangs on it; nothing happens when it has ended.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or a descendant runs as another user and is not ours to end.
        }
    }

    /// <summary>Closes our ends of the pipes. The program itself is not touched.</summary>
    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // Something was still buffered for a program that no longer reads.
        }

        if (Exited.IsCompleted)
        {
            process.Dispose();
        }
    }

    private static ProcessStartInfo Describe(string program, ProcessRequest request)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = request.WorkingDirectory ?? "",
        };
        foreach (var argument in request.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What a launch profile tells our own web server must not reach the agents' programs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in request.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
