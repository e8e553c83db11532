using System.Collections.Concurrent;

namespace Chorus.Events;

/// <summary>
/// Tells every listener what changed. It keeps, per changed thing, the number of its last change, so that a listener that was away
/// can ask what is newer than what it saw; nothing is queued, so a listener that never reads costs no more than a set of keys.
/// </summary>
public sealed class EventBus
{
    private readonly Lock gate = new();
    private readonly Dictionary<Change, long> lastChanges = [];
    private readonly ConcurrentDictionary<Subscription, byte> subscriptions = [];
    private long sequence;

    /// <summary>Numbers of two servers are not comparable; the epoch tells them apart.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Number of the newest change.</summary>
    public long Sequence
    {
        get
        {
            lock (gate)
            {
                return sequence;
            }
        }
    }

    public void Publish(Change change)
    {
        lock (gate)
        {
            lastChanges[change] = ++sequence;
            // Inside the gate: whoever reads the number also has the change.
            foreach (var subscription in subscriptions.Keys)
            {
                subscription.Mark(change);
            }
        }
    }

    public void Publish(ChangeKind kind, string key) => Publish(new Change(kind, key));

    /// <summary>Everything that changed after <paramref name="number"/>.</summary>
    public IReadOnlyList<Change> ChangedSince(long number)
    {
        lock (gate)
        {
            return [.. lastChanges.Where(entry => entry.Value > number).Select(entry => entry.Key)];
        }
    }

    /// <summary>Starts listening. Subscribe first, then read the state you show, then wait for changes.</summary>
    public Subscription Subscribe()
    {
        var subscription = new Subscription(this);
        subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    internal void Remove(Subscription subscription) => subscriptions.TryRemove(subscription, out _);
}
