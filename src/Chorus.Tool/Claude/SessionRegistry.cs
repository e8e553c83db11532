using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

using Chorus.Processes;

namespace Chorus.Claude;

/// <summary>
/// Reads the files in which running Claude Codes say what they do (<c>sessions/PID.json</c>, an undocumented habit of 2.1.330), and says when one changed.
/// Only files named after a number are ever opened: the <c>.key</c> files beside them are secrets.
/// </summary>
/// <param name="configFolder">Claude Code's configuration folder.</param>
public sealed class SessionRegistry(string configFolder) : IDisposable
{
    private const int SizeLimit = 64 * 1024;

    private readonly string folder = Path.Combine(configFolder, "sessions");
    /// <summary>The last readable text of each file, for the moments in which one is half written.</summary>
    private readonly ConcurrentDictionary<int, Known> known = new();
    private readonly Lock gate = new();
    private FileSystemWatcher? watcher;
    private bool disposed;

    /// <summary>The file of this process changed, came or went. Raised on any thread; a hint to look, nothing more.</summary>
    public event Action<int>? Changed;

    /// <summary>What the process says of itself; null when it says nothing, has ended, or its number was given to another process since.</summary>
    public RegistryEntry? Find(int pid)
    {
        var entry = pid > 0 ? Read(pid) : null;
        if (entry is null || !Liveness.IsAlive(pid) || !StartedAt(pid, entry.ProcStart))
        {
            return null;
        }

        return entry;
    }

    /// <summary>Whether a process that has ended left its file: who ends by itself takes it along, who was killed does not.</summary>
    public bool LeftBehind(int pid) => pid > 0 && !Liveness.IsAlive(pid) && Read(pid) is not null;

    /// <summary>Has <see cref="Changed"/> told from now on. Nothing happens while there is no folder, or when it is watched already: call it again now and then.</summary>
    public void Watch()
    {
        lock (gate)
        {
            if (disposed || watcher is not null || !Directory.Exists(folder))
            {
                return;
            }

            try
            {
                var started = new FileSystemWatcher(folder, "*.json") { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
                started.Created += OnEvent;
                started.Changed += OnEvent;
                started.Deleted += OnEvent;
                started.Renamed += OnEvent;
                started.Error += OnError;
                started.EnableRaisingEvents = true;
                watcher = started;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The folder vanished, or the system has no watches left: whoever asks every two seconds misses nothing, only later.
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            watcher?.Dispose();
            watcher = null;
        }
    }

    private void OnEvent(object sender, FileSystemEventArgs change)
    {
        if (PidOf(change.Name) is { } pid)
        {
            if (change.ChangeType is WatcherChangeTypes.Deleted)
            {
                known.TryRemove(pid, out _);
            }

            Changed?.Invoke(pid);
        }
    }

    /// <summary>Events were lost or the folder is gone: the next <see cref="Watch"/> begins anew.</summary>
    private void OnError(object sender, ErrorEventArgs failure)
    {
        lock (gate)
        {
            watcher?.Dispose();
            watcher = null;
        }
    }

    private RegistryEntry? Read(int pid)
    {
        var file = new FileInfo(Path.Combine(folder, pid.ToString(CultureInfo.InvariantCulture) + ".json"));
        try
        {
            if (!file.Exists)
            {
                known.TryRemove(pid, out _);
                return null;
            }

            var stamp = (file.LastWriteTimeUtc, file.Length);
            if (known.TryGetValue(pid, out var last) && last.Stamp == stamp)
            {
                return last.Entry;
            }

            if (file.Length <= SizeLimit && Parse(File.ReadAllBytes(file.FullName), pid) is { } entry)
            {
                known[pid] = new Known(stamp, entry);
                return entry;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Being replaced at this moment, or not ours to read.
        }

        return known.GetValueOrDefault(pid)?.Entry;
    }

    internal static RegistryEntry? Parse(byte[] utf8, int pid)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var json = document.RootElement;
            if (json.Member("pid") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var written) || written != pid
                || json.Text("sessionId") is not { Length: > 0 } session || json.Text("status") is not { Length: > 0 } status)
            {
                return null;
            }

            return new RegistryEntry(pid, session, json.Text("name"), json.Text("cwd"), status, json.Text("waitingFor"), Time(json.Member("statusUpdatedAt")), json.Text("procStart"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset Time(JsonElement milliseconds) =>
        milliseconds.ValueKind is JsonValueKind.Number && milliseconds.TryGetInt64(out var value) && value is >= 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : DateTimeOffset.UnixEpoch;

    private static int? PidOf(string? file) =>
        file is not null && file.EndsWith(".json", StringComparison.Ordinal) && int.TryParse(file.AsSpan(0, file.Length - ".json".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0
            ? pid
            : null;

    /// <summary>Where the system tells when a process started, the file must be by that very process and not by an earlier one with its number.</summary>
    private static bool StartedAt(int pid, string? procStart)
    {
        if (procStart is null || !OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // Counted from the name's closing bracket, which is the last one; the start time is field 22.
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 19 && fields[19] == procStart;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed record Known((DateTime Written, long Length) Stamp, RegistryEntry Entry);
}
