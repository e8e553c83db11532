namespace Chorus.Commands;

/// <summary>A command cannot do what it was asked: what to say on stderr, usually one line, and the exit code.</summary>
internal sealed class CommandFailure(int exitCode, IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    public CommandFailure(int exitCode, string line)
        : this(exitCode, [line])
    {
    }

    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Lines { get; } = lines;
}
