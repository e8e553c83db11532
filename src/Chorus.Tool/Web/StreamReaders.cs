using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;

namespace Chorus.Web;

/// <summary>
/// Drops whoever opened a stream and does not read it. Kestrel's own minimum rate is no help: it grants every byte that was ever buffered its time,
/// so that what a busy board sent in a second may lie there for minutes.
/// </summary>
internal static class StreamReaders
{
    /// <summary>How long one item may take until it is handed over.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The system would take megabytes for a reader that takes nothing; on a slow board that hides it for minutes.</summary>
    private const int UnreadLimit = 32 * 1024;

    /// <summary>Keeps what the system buffers for this request's connection small.</summary>
    public static void BufferLittle(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.SendBufferSize = UnreadLimit;
        }
    }

    /// <summary>The same items; <paramref name="drop"/> is called when the next one is not asked for in time, because this one is still being written.</summary>
    public static async IAsyncEnumerable<T> DroppedWhenStuckAsync<T>(this IAsyncEnumerable<T> items, TimeProvider clock, Action drop, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            using var limit = clock.CreateTimer(_ => drop(), null, Patience, Timeout.InfiniteTimeSpan);
            yield return item;
        }
    }
}
