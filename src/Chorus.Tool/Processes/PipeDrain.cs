using System.Buffers;
using System.Text;

namespace Chorus.Processes;

/// <summary>Reads one pipe of a program to its end, up to a limit.</summary>
internal sealed class PipeDrain(Stream pipe, int limit)
{
    private readonly ArrayBufferWriter<byte> collected = new();
    private long count;

    /// <summary>Grows while the program still talks; may be read at any time.</summary>
    public long Count => Interlocked.Read(ref count);

    public bool Overflowed { get; private set; }

    /// <summary>Only to be read when <see cref="ReadAsync"/> has ended.</summary>
    public string Text => Encoding.UTF8.GetString(collected.WrittenSpan[..Math.Min(collected.WrittenCount, limit)]);

    /// <summary>Ends at the end of the pipe, at the limit, or when cancelled; none of these is an error.</summary>
    public async Task ReadAsync(Action overflowing, CancellationToken cancellationToken)
    {
        try
        {
            while (await pipe.ReadAsync(collected.GetMemory(4096), cancellationToken) is var read and > 0)
            {
                collected.Advance(read);
                Interlocked.Add(ref count, read);
                if (collected.WrittenCount > limit)
                {
                    Overflowed = true;
                    overflowing();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was read until now is the result.
        }
    }
}
