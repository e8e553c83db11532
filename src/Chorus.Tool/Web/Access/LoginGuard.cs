using System.Net;
using System.Net.Sockets;

namespace Chorus.Web.Access;

/// <summary>Counts wrong logins by the address of the connection: ten in a minute, then the address has to wait.</summary>
internal sealed class LoginGuard(TimeProvider clock)
{
    internal const int Tries = 10;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private const int MaximumAddresses = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Queue<long>> wrong = [];

    /// <summary>How long the address still has to wait, or null.</summary>
    public TimeSpan? WaitFor(IPAddress address)
    {
        lock (gate)
        {
            if (!wrong.TryGetValue(Group(address), out var times))
            {
                return null;
            }

            RemoveOld(times);
            return times.Count < Tries ? null : Window - clock.GetElapsedTime(times.Peek());
        }
    }

    public void CountWrong(IPAddress address)
    {
        lock (gate)
        {
            if (wrong.Count >= MaximumAddresses)
            {
                Shrink();
            }

            var group = Group(address);
            if (!wrong.TryGetValue(group, out var times))
            {
                wrong[group] = times = new Queue<long>();
            }

            RemoveOld(times);
            times.Enqueue(clock.GetTimestamp());
        }
    }

    private void Shrink()
    {
        foreach (var (address, times) in wrong)
        {
            RemoveOld(times);
            if (times.Count == 0)
            {
                wrong.Remove(address);
            }
        }

        if (wrong.Count >= MaximumAddresses)
        {
            wrong.Clear();
        }
    }

    private void RemoveOld(Queue<long> times)
    {
        while (times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= Window)
        {
            times.Dequeue();
        }
    }

    // One host of an IPv6 network has 2^64 addresses of its own.
    private static IPAddress Group(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
