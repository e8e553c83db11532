using System.Text;
using System.Threading.Channels;
using Chorus.Processes;

namespace Chorus.Tmux;

/// <summary>The connection to tmux ended; <see cref="Exception.Message"/> holds its last words.</summary>
internal sealed class ControlClosedException(string message) : Exception(message);

/// <summary>A tmux client in control mode: takes lines of commands one after the other, gives back answers and notifications.</summary>
internal sealed class ControlConnection : IAsyncDisposable
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private const long LargestReply = 64 * 1024 * 1024;
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(1);

    private readonly RunningProcess process;
    private readonly TimeProvider clock;
    private readonly Action<string> notified;
    private readonly Channel<ControlExchange> waiting = Channel.CreateUnbounded<ControlExchange>();
    private readonly TaskCompletionSource attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> lastWords = [];
    private ControlGuard? greeting;
    private Task reading = Task.CompletedTask;
    private Task writing = Task.CompletedTask;
    private Task<string> complaints = Task.FromResult("");
    // Set by the writing loop before it writes, cleared by the reading loop with the last line: one exchange at a time.
    private volatile ControlExchange? current;

    private ControlConnection(RunningProcess process, TimeProvider clock, Action<string> notified)
    {
        this.process = process;
        this.clock = clock;
        this.notified = notified;
    }

    /// <summary>Ends with tmux's last words when the connection does.</summary>
    public Task<string> Closed => closed.Task;

    public bool IsOpen => !closed.Task.IsCompleted;

    /// <summary>Starts the client and waits until it is attached: commands sent earlier would run before its session exists.</summary>
    public static async Task<ControlConnection> OpenAsync(
        ProcessRequest request, TimeProvider clock, Action<string> notified, CancellationToken cancellationToken)
    {
        var connection = new ControlConnection(RunningProcess.Start(request), clock, notified);
        connection.complaints = connection.ReadComplaintsAsync();
        connection.reading = connection.ReadAsync();
        connection.writing = connection.WriteAsync();
        try
        {
            await connection.attached.Task.WaitAsync(TimeLimit, clock, cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is TimeoutException ? new ControlClosedException(NoAnswer) : failure;
        }
    }

    /// <summary>Runs a line of commands. Cancelling stops the waiting, not what tmux has already read.</summary>
    public async Task<ControlReply> SendAsync(string commands, CancellationToken cancellationToken)
    {
        var exchange = new ControlExchange(commands, cancellationToken);
        if (!waiting.Writer.TryWrite(exchange)) { throw new ControlClosedException(await Closed); }

        try { return await exchange.Reply.WaitAsync(cancellationToken); }
        catch (ControlProtocolException failure) { throw new ControlClosedException(failure.Message); }
    }

    public async ValueTask DisposeAsync()
    {
        Close("closed by Chorus");
        // The end of its input makes the client leave; after a flood tmux has been seen to stay.
        try
        {
            process.Input.Close();
            await process.Exited.WaitAsync(TimeToLeave, clock);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException)
        {
            process.Kill();
        }
        await Task.WhenAll(reading, writing, complaints);
    }

    private static string NoAnswer => $"no answer within {TimeLimit.TotalSeconds:0} seconds";

    private async Task WriteAsync()
    {
        await foreach (var exchange in waiting.Reader.ReadAllAsync())
        {
            if (exchange.IsAbandoned) { continue; }

            try
            {
                current = exchange;
                // A server that hangs does not read either, so writing counts as well.
                using var limit = new CancellationTokenSource(TimeLimit, clock);
                await process.Input.WriteAsync(Encoding.UTF8.GetBytes(exchange.Text), limit.Token);
                await process.Input.FlushAsync(limit.Token);
                await exchange.Reply.WaitAsync(limit.Token);
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or ObjectDisposedException or ControlClosedException or ControlProtocolException)
            {
                Break(failure is OperationCanceledException ? NoAnswer : failure.Message);
                // It may have been taken from the queue just when the connection ended.
                exchange.Fail(new ControlClosedException(await Closed));
            }
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var size = 0L;
            await foreach (var line in ControlLines.ReadAsync(process.Output, CancellationToken.None))
            {
                size = current is null ? 0 : size + line.Length;
                if (size > LargestReply) { throw new ControlProtocolException("An answer without an end."); }

                Receive(line);
            }
            var complaint = await complaints;
            Close(complaint.Length > 0 ? complaint : lastWords is [] ? "the connection ended" : string.Join(' ', lastWords));
        }
        catch (Exception failure) when (failure is ControlProtocolException or IOException or ObjectDisposedException)
        {
            Break(failure.Message);
        }
    }

    private void Receive(string line)
    {
        if (line.StartsWith("%exit", StringComparison.Ordinal)) { lastWords.Add(line["%exit".Length..].Trim()); }

        if (!attached.Task.IsCompleted)
        {
            Greet(line);
        }
        else if (current is { } exchange)
        {
            if (!exchange.Accept(line)) { return; }

            // Before the answer is out: the writing loop puts the next exchange here as soon as it is.
            current = null;
            foreach (var notification in exchange.Complete()) { notified(notification); }
        }
        else if (line.StartsWith('%'))
        {
            notified(line);
        }
        else
        {
            throw new ControlProtocolException("A line outside of any answer.");
        }
    }

    /// <summary>The first block answers the attaching itself.</summary>
    private void Greet(string line)
    {
        if (greeting is not { } guard)
        {
            if (ControlGuard.TryParseBegin(line, out var begun)) { greeting = begun; }
        }
        else if (!guard.EndsWith(line, out var failed))
        {
            lastWords.Add(line);
        }
        else if (!failed)
        {
            lastWords.Clear();
            attached.TrySetResult();
        }
    }

    private async Task<string> ReadComplaintsAsync()
    {
        using var reader = new StreamReader(process.Error, Encoding.UTF8);
        var buffer = new char[1000];
        var length = await reader.ReadBlockAsync(buffer);
        // The rest is read only so that tmux never waits for a reader.
        var rest = new char[1000];
        while (await reader.ReadAsync(rest) > 0) { }
        return new string(buffer, 0, length).Trim();
    }

    /// <summary>Ends a connection that can no longer be trusted.</summary>
    private void Break(string reason)
    {
        Close(reason);
        process.Kill();
    }

    private void Close(string reason)
    {
        if (!closed.TrySetResult(reason)) { return; }

        var failure = new ControlClosedException(reason);
        attached.TrySetException(failure);
        _ = attached.Task.Exception;
        waiting.Writer.TryComplete();
        current?.Fail(failure);
        while (waiting.Reader.TryRead(out var exchange)) { exchange.Fail(failure); }
    }
}
