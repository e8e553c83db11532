namespace Chorus.Processes;

/// <summary>What a program that ended well left behind.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
