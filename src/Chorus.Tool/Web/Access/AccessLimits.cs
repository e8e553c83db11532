using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chorus.Web.Access;

/// <summary>How much of a request the server reads before it knows who sent it.</summary>
internal static class AccessLimits
{
    public static void Apply(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.AllowHostHeaderOverride = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        // What waits in this process for a reader that does not read.
        kestrel.Limits.MaxResponseBufferSize = 16 * 1024;
    }
}
