namespace Chorus.Claude;

/// <summary>What a running Claude Code wrote about itself in its session registry.</summary>
/// <param name="Status">busy, idle, waiting or shell. In the first milliseconds of a session there is none, and so no entry.</param>
/// <param name="WaitingFor">With waiting: "permission prompt", "input needed", "dialog open", ...</param>
/// <param name="ProcStart">When the process started, in the kernel's clock ticks (Linux).</param>
public sealed record RegistryEntry(
    int Pid, string SessionId, string? Name, string? Cwd, string Status, string? WaitingFor, DateTimeOffset StatusUpdatedAt, string? ProcStart)
{
    public ClaudeSignal.RegistryObserved ToSignal() => new(Status, WaitingFor, StatusUpdatedAt);
}
