namespace Chorus.Commands;

/// <summary>A command cannot do what it was asked: one line for stderr and the exit code.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
