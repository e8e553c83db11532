namespace Chorus.Web.Access;

/// <summary>One-time codes that log one browser in within two minutes; only their hashes are kept, in memory.</summary>
internal sealed class LoginCodes(TimeProvider clock)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);
    private readonly Lock gate = new();
    private readonly List<(byte[] Hash, long MadeAt)> codes = [];

    public string Create()
    {
        var code = Secret.New();
        lock (gate)
        {
            RemoveExpired();
            codes.Add((Secret.Hash(code), clock.GetTimestamp()));
        }

        return code;
    }

    /// <summary>True once for a code that is not too old.</summary>
    public bool Use(string code)
    {
        lock (gate)
        {
            RemoveExpired();
            return codes.RemoveAll(known => Secret.Matches(code, known.Hash)) > 0;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            codes.Clear();
        }
    }

    // Monotonic time: setting the clock back must not bring a code back.
    private void RemoveExpired() => codes.RemoveAll(known => clock.GetElapsedTime(known.MadeAt) >= Lifetime);
}
