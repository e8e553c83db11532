using System.Collections.ObjectModel;

namespace Chorus.Processes;

/// <summary>A program to run: its arguments as a list, never as a shell string, and the limits it runs under.</summary>
/// <param name="Program">A path, or a name that is looked up in PATH and nowhere else.</param>
/// <param name="Arguments">Handed over as they are; no secrets, every user of the machine can read them.</param>
public sealed record ProcessRequest(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The folder to run in; null is our own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the inherited environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>Written to the program's standard input, which is then closed.</summary>
    public string? StandardInput { get; init; }

    /// <summary>After this time the program and all it started are killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes accepted from each of output and error output; one more and the program is killed.</summary>
    public int OutputLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>True for programs whose exit code is an answer and not a failure.</summary>
    public bool AnyExitCode { get; init; }
}
