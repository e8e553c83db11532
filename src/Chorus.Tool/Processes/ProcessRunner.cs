using System.Text;

namespace Chorus.Processes;

/// <summary>Runs a program to its end, within limits of time and output.</summary>
public static class ProcessRunner
{
    public static async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        var process = RunningProcess.Start(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Timeout);
        try
        {
            var output = ReadAsync(process.Output, request.OutputLimit, limit.Token);
            var error = ReadAsync(process.Error, request.OutputLimit, limit.Token);
            await process.Input.WriteAsync(Encoding.UTF8.GetBytes(request.StandardInput ?? ""), limit.Token);
            process.Input.Close();
            var result = new ProcessResult(await process.Exited.WaitAsync(limit.Token), await output, await error);
            return result.ExitCode == 0 ? result : throw new ProcessFailedException(request, result.ExitCode, result.Error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProcessFailedException(request, null, $"not finished within {request.Timeout.TotalSeconds:0} seconds");
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<string> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            text.Append(buffer, 0, Math.Min(count, limit - text.Length));
        }
        return text.ToString();
    }
}
