namespace Chorus.Web.Access;

/// <summary>Counts the open streams of each login session. A browser holds one for each page it shows; many more are a fault, and each costs memory.</summary>
internal sealed class OpenStreams
{
    internal const int Limit = 64;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = [];

    /// <summary>A place for one more stream, free again when it is disposed; null when the session has no more.</summary>
    public IDisposable? TryOpen(string loginSession)
    {
        lock (gate)
        {
            var count = counts.GetValueOrDefault(loginSession);
            if (count >= Limit)
            {
                return null;
            }

            counts[loginSession] = count + 1;
            return new Place(this, loginSession);
        }
    }

    private void Close(string loginSession)
    {
        lock (gate)
        {
            if (--counts[loginSession] == 0)
            {
                counts.Remove(loginSession);
            }
        }
    }

    private sealed class Place(OpenStreams streams, string loginSession) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                streams.Close(loginSession);
            }
        }
    }
}
