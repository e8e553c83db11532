namespace Chorus.Processes;

/// <summary>A program failed: a message one can paste into a terminal, and what it said.</summary>
public sealed class ProcessFailedException(ProcessRequest request, int? exitCode, string error)
    : Exception($"{request.Program} {string.Join(' ', request.Arguments)}: {(exitCode is { } code ? $"exit code {code}" : "ended by Chorus")}: {error.Trim()}")
{
    public ProcessRequest Request { get; } = request;

    public int? ExitCode { get; } = exitCode;

    public string Error { get; } = error;
}

/// <summary>There is no such program, or it may not be run.</summary>
public sealed class ProgramNotFoundException(string program, Exception? inner = null)
    : Exception($"The program '{program}' could not be started. Is it installed, and is its folder in PATH?", inner);
