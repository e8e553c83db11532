using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Runs a program to its end: both pipes read at once, within a limit of time and of output, and never longer than that.</summary>
public static class ProcessRunner
{
    /// <summary>How long a pipe may stay silent after the program has ended before we stop waiting for whoever inherited it.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ProgramNotFoundException">It was not started.</exception>
    /// <exception cref="ProcessFailedException">Its exit code says failure, or it was killed because it exceeded a limit.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        using var process = RunningProcess.Start(request);
        using var limits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reading = new CancellationTokenSource();
        var output = new PipeDrain(process.Output, request.OutputLimit);
        var error = new PipeDrain(process.Error, request.OutputLimit);
        var pipes = Task.WhenAll(
            output.ReadAsync(process.Kill, reading.Token),
            error.ReadAsync(process.Kill, reading.Token),
            FeedAsync(process.Input, request.StandardInput, reading.Token));
        limits.CancelAfter(request.Timeout);
        var inTime = true;
        try
        {
            await process.Exited.WaitAsync(limits.Token);
            await SettleAsync(pipes, () => output.Count + error.Count, limits.Token);
        }
        catch (OperationCanceledException)
        {
            inTime = false;
        }
        finally
        {
            process.Kill();
            await reading.CancelAsync();
            await pipes;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (output.Overflowed || error.Overflowed)
        {
            throw new ProcessFailedException(request, $"killed, because it printed more than {request.OutputLimit.ToString(CultureInfo.InvariantCulture)} bytes", error.Text, inner: null);
        }

        if (!inTime)
        {
            throw new ProcessFailedException(request, $"killed, because it did not end within {request.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s", error.Text, inner: null);
        }

        var result = new ProcessResult(await process.Exited, output.Text, error.Text);
        return result.ExitCode == 0 || request.AnyExitCode ? result : throw new ProcessFailedException(request, result.ExitCode, result.Error);
    }

    /// <summary>The program has ended, but a descendant may have kept its pipes: wait for their end only while something still comes.</summary>
    private static async Task SettleAsync(Task pipes, Func<long> received, CancellationToken cancellationToken)
    {
        long before;
        do
        {
            before = received();
            await pipes.WaitAsync(Silence, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (!pipes.IsCompleted && received() != before);
    }

    private static async Task FeedAsync(Stream input, string? text, CancellationToken cancellationToken)
    {
        try
        {
            if (text is { Length: > 0 })
            {
                await input.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            }

            await input.DisposeAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // It does not want to read all of it, which is its right.
        }
    }
}
