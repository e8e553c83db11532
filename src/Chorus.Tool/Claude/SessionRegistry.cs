using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Claude;

/// <summary>
/// Reads the files in which running Claude Code processes keep their status (<c>&lt;config&gt;/sessions/&lt;pid&gt;.json</c>, Claude Code 2.1). They are the
/// program's own business and may be missing, half written or left behind: then there is simply no entry.
/// </summary>
public sealed class SessionRegistry(string configFolder)
{
    private readonly ConcurrentDictionary<int, Known> known = [];

    /// <summary>The entry of a living process, read again only when its file changed.</summary>
    public RegistryEntry? Find(int pid)
    {
        var file = new FileInfo(Path.Combine(configFolder, "sessions", pid.ToString(CultureInfo.InvariantCulture) + ".json"));
        if (!file.Exists)
        {
            known.TryRemove(pid, out _);
            return null;
        }

        var stamp = (file.LastWriteTimeUtc, file.Length);
        if (known.TryGetValue(pid, out var entry) && entry.Stamp == stamp)
        {
            return entry.Entry;
        }

        if (Read(file, pid) is not { } read)
        {
            // Half written: the next look finds it whole; until then what was known holds.
            return known.TryGetValue(pid, out var last) ? last.Entry : null;
        }

        known[pid] = new Known(stamp, read);
        return read;
    }

    private static RegistryEntry? Read(FileInfo file, int pid)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var body = document.RootElement;
            if (body.GetProperty("pid").GetInt32() != pid || !body.TryGetProperty("status", out var status) || status.GetString() is not { } word || !IsSameProcess(body, pid))
            {
                return null;
            }

            return new RegistryEntry(
                pid, body.GetProperty("sessionId").GetString() ?? "", word,
                body.TryGetProperty("waitingFor", out var waiting) ? waiting.GetString() : null,
                DateTimeOffset.FromUnixTimeMilliseconds(body.GetProperty("statusUpdatedAt").GetInt64()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>A file left behind by a killed process may name a pid that lives again as something else.</summary>
    private static bool IsSameProcess(JsonElement body, int pid)
    {
        if (!Liveness.IsAlive(pid))
        {
            return false;
        }

        if (!OperatingSystem.IsLinux() || !body.TryGetProperty("procStart", out var start))
        {
            return true;
        }

        // Field 22 of /proc/<pid>/stat; the name in field 2 may hold blanks, so count from its closing bracket.
        var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19] == start.GetString();
    }

    private sealed record Known((DateTime WrittenAt, long Length) Stamp, RegistryEntry Entry);
}
