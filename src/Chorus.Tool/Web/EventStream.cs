using System.Globalization;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Chorus.Web;

/// <summary>
/// Answers with a stream of server-sent events that costs little for a reader who does not read: text goes out in small pieces, and who takes none
/// in time is dropped. Kestrel's own minimum rate is no help there: it grants every byte that was ever buffered its time, so that what a busy board
/// sent in a second may lie there for minutes.
/// </summary>
internal sealed class EventStream(IAsyncEnumerable<SseItem<string>> items, TimeProvider clock, CancellationToken ended) : IResult
{
    /// <summary>How long a reader may take no piece.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const int Piece = 8 * 1024;

    /// <summary>The system would take megabytes for a reader that takes nothing; on a calm board that hides it for minutes.</summary>
    private const int SystemBuffer = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (httpContext.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.SendBufferSize = SystemBuffer;
        }

        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers.CacheControl = "no-cache,no-store";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var stuck = clock.CreateTimer(_ => httpContext.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var writer = new PieceWriter(httpContext.Response.BodyWriter, stuck);
        await foreach (var item in items.WithCancellation(ended))
        {
            await writer.WriteAsync(item, ended);
        }
    }

    /// <summary>Writes events piece by piece; each has to be taken in time.</summary>
    private sealed class PieceWriter(PipeWriter output, ITimer stuck)
    {
        private readonly Encoder encoder = Encoding.UTF8.GetEncoder();
        private int pending;

        public async Task WriteAsync(SseItem<string> item, CancellationToken cancellationToken)
        {
            Add(item.EventType is SseParser.EventTypeDefault ? "" : $"event: {item.EventType}\n");
            for (var start = 0; start <= item.Data.Length;)
            {
                // Either of them ends a line: what follows it must not pass for a field of its own.
                var end = item.Data.AsSpan(start).IndexOfAny('\r', '\n') is var found and >= 0 ? start + found : item.Data.Length;
                Add("data: ");
                while (start < end)
                {
                    var length = Math.Min(end - start, Piece);
                    Add(item.Data.AsSpan(start, length));
                    start += length;
                    if (pending >= Piece)
                    {
                        await FlushAsync(cancellationToken);
                    }
                }

                Add("\n");
                start = end + (item.Data.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            }

            Add(item.EventId is null ? "" : $"id: {item.EventId}\n");
            Add(item.ReconnectionInterval is { } interval ? string.Create(CultureInfo.InvariantCulture, $"retry: {(long)interval.TotalMilliseconds}\n\n") : "\n");
            await FlushAsync(cancellationToken);
        }

        private void Add(ReadOnlySpan<char> text)
        {
            encoder.Convert(text, output, flush: false, out var bytes, out _);
            pending += (int)bytes;
        }

        private async Task FlushAsync(CancellationToken cancellationToken)
        {
            pending = 0;
            stuck.Change(Patience, Timeout.InfiniteTimeSpan);
            await output.FlushAsync(cancellationToken);
            stuck.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
