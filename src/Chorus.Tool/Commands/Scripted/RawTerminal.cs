using System.Runtime.InteropServices;
using System.Text;

namespace Chorus.Commands.Scripted;

/// <summary>The terminal without echo and line editing; disposed, it is as it was before.</summary>
internal sealed class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int AtOnce = 0;
    // The system's structure is 60 bytes on Linux and 72 on macOS; it is only handed back, never looked into.
    private readonly byte[] before = new byte[256];
    private readonly bool isTerminal;

    public RawTerminal()
    {
        isTerminal = GetAttributes(StandardInput, before) == 0;
        if (!isTerminal) { return; }
        var raw = (byte[])before.Clone();
        MakeRaw(raw);
        _ = SetAttributes(StandardInput, AtOnce, raw);
    }

    public void Dispose()
    {
        if (isTerminal) { _ = SetAttributes(StandardInput, AtOnce, before); }
    }

    /// <summary>The keys as they are pressed, until the terminal is closed.</summary>
    public static async IAsyncEnumerable<AgentKey> KeysAsync(Stream input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = new byte[4096];
        var letters = new char[4096];
        var decoder = Encoding.UTF8.GetDecoder();
        int read;
        while ((read = await input.ReadAsync(bytes, cancellationToken)) > 0)
        {
            var count = decoder.GetChars(bytes, 0, read, letters, 0);
            foreach (var key in AgentKey.Read(new string(letters, 0, count))) { yield return key; }
        }
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int GetAttributes(int file, byte[] attributes);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int SetAttributes(int file, int when, byte[] attributes);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw(byte[] attributes);
}
