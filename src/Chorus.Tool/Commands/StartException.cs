namespace Chorus.Commands;

/// <summary>The server cannot start; carries the exit code and what to print.</summary>
internal sealed class StartException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
