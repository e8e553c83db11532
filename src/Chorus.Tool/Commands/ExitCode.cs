namespace Chorus.Commands;

/// <summary>What the exit codes of every command mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    /// <summary>Refused or failed; one line on stderr says what and what to do.</summary>
    public const int Failed = 1;
    /// <summary>Wrong usage or configuration.</summary>
    public const int WrongUsage = 2;
    public const int DatabaseUnusable = 3;
    public const int DatabaseTooNew = 4;
    /// <summary>No server runs for this project.</summary>
    public const int NoServer = 5;
    /// <summary>Broken off by the user, as shells have it.</summary>
    public const int Interrupted = 130;
}
