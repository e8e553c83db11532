namespace Chorus.Permissions;

/// <summary>The hook connections that wait for an answer, by request. A request has more than one for a moment when its relay reconnects.</summary>
internal sealed class Waiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> waiting = [];

    public TaskCompletionSource Add(string requestId)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!waiting.TryGetValue(requestId, out var list))
            {
                waiting[requestId] = list = [];
            }

            list.Add(waiter);
        }

        return waiter;
    }

    public void Remove(string requestId, TaskCompletionSource waiter)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(requestId, out var list) && list.Remove(waiter) && list.Count == 0)
            {
                waiting.Remove(requestId);
            }
        }
    }

    /// <summary>Whether a connection still waits for this request.</summary>
    public bool Any(string requestId)
    {
        lock (gate)
        {
            return waiting.ContainsKey(requestId);
        }
    }

    /// <summary>Tells all who wait for this request that it is closed.</summary>
    public void Release(string requestId)
    {
        lock (gate)
        {
            if (waiting.Remove(requestId, out var list))
            {
                list.ForEach(waiter => waiter.TrySetResult());
            }
        }
    }
}
