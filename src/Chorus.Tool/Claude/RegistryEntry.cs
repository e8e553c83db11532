namespace Chorus.Claude;

/// <summary>What Claude Code's registry file says of one process. <paramref name="Status"/>: busy, idle, waiting or shell.</summary>
public sealed record RegistryEntry(int Pid, string SessionId, string Status, string? WaitingFor, DateTimeOffset StatusUpdatedAt);
