using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>
/// The hook connections that wait for an answer. A relay counts from the moment its connection is there, before its question is looked up, so that one
/// that came back is never taken for lost; a request has more than one waiter for a moment when its relay reconnects.
/// </summary>
internal sealed class Waiters
{
    private readonly Lock gate = new();
    private readonly Dictionary<(TaskId Task, string RelayKey), int> connections = [];
    private readonly Dictionary<string, List<TaskCompletionSource>> waiting = [];

    public void Connect(TaskId task, string relayKey)
    {
        lock (gate)
        {
            connections[(task, relayKey)] = connections.GetValueOrDefault((task, relayKey)) + 1;
        }
    }

    public void Disconnect(TaskId task, string relayKey)
    {
        lock (gate)
        {
            var left = connections.GetValueOrDefault((task, relayKey)) - 1;
            if (left > 0)
            {
                connections[(task, relayKey)] = left;
            }
            else
            {
                connections.Remove((task, relayKey));
            }
        }
    }

    /// <summary>Whether the relay has a connection, waiting or about to wait.</summary>
    public bool IsConnected(TaskId task, string relayKey)
    {
        lock (gate)
        {
            return connections.ContainsKey((task, relayKey));
        }
    }

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
