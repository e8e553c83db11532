namespace Chorus.Processes;

/// <summary>What a program that ran to its end left behind.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
