using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chorus.Tmux;

/// <summary>Cuts tmux's bytes into lines; only whole lines are decoded, so that no character is ever split.</summary>
internal static class ControlLines
{
    /// <summary>A whole history of 10 000 wide lines stays far below it.</summary>
    private const long LongestLine = 16 * 1024 * 1024;

    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } newline)
            {
                yield return Encoding.UTF8.GetString(rest.Slice(0, newline));
                rest = rest.Slice(rest.GetPosition(1, newline));
            }
            if (rest.Length > LongestLine) { throw new ControlProtocolException("A line without an end."); }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted) { break; }
        }
        await reader.CompleteAsync();
    }
}
