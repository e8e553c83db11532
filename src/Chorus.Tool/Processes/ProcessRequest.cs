namespace Chorus.Processes;

/// <summary>A program to run: its arguments as a list, never as a shell string.</summary>
public sealed record ProcessRequest(string Program, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the inherited environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? StandardInput { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of output, and of error output, that are accepted.</summary>
    public int OutputLimit { get; init; } = 4 * 1024 * 1024;
}
