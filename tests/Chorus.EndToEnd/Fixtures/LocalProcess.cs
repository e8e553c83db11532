using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>What a program that has ended said.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\nstdout: {Output}\nstderr: {Error}";
}

/// <summary>A program started by a test with exactly the given environment; it is killed with the test.</summary>
internal sealed class LocalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private LocalProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output { get { lock (output) { return output.ToString(); } } }

    public string Error { get { lock (error) { return error.ToString(); } } }

    public static LocalProcess Start(string program, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) { start.Environment[name] = value; }

        var started = new LocalProcess(Process.Start(start)!);
        started.process.OutputDataReceived += (_, line) => Add(started.output, line.Data);
        started.process.ErrorDataReceived += (_, line) => Add(started.error, line.Data);
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        started.process.StandardInput.Write(input);
        started.process.StandardInput.Close();
        return started;
    }

    public static async Task<Finished> RunAsync(string program, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, string input = "")
    {
        await using var process = Start(program, arguments, folder, environment, input);
        return await process.FinishedAsync(Patience);
    }

    public async Task<Finished> FinishedAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try { await process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Still running after {within.TotalSeconds:0.#} s.\nstdout: {Output}\nstderr: {Error}");
        }

        return new Finished(process.ExitCode, Output, Error);
    }

    public void Signal(PosixSignal signal) => _ = Send(Id, signal is PosixSignal.SIGINT ? 2 : 15);

    public void Kill() => process.Kill();

    public static void Kill(int processId) => _ = Send(processId, 9);

    public static void Kill(int processId, int signal) => _ = Send(processId, signal);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null) { return; }
        lock (text) { text.AppendLine(line); }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
