using System.Threading.Channels;

namespace Chorus.Events;

/// <summary>One listener's set of things that changed since it last took them. Its size is bounded by the number of things, not of changes.</summary>
public sealed class Subscription : IDisposable
{
    private readonly EventBus bus;
    private readonly Lock gate = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<Change> dirty = [];

    internal Subscription(EventBus bus) => this.bus = bus;

    /// <summary>Waits until something changed, then returns all of it at once.</summary>
    public async Task<IReadOnlySet<Change>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await wake.Reader.ReadAsync(cancellationToken);
            lock (gate)
            {
                if (dirty.Count > 0)
                {
                    var taken = dirty;
                    dirty = [];
                    return taken;
                }
            }
        }
    }

    public void Dispose() => bus.Remove(this);

    internal void Mark(Change change)
    {
        lock (gate)
        {
            dirty.Add(change);
        }

        wake.Writer.TryWrite(true);
    }
}
