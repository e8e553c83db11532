namespace Chorus.Processes;

/// <summary>There is no such program, it may not be run, or its folder is gone.</summary>
public sealed class ProgramNotFoundException(ProcessRequest request, string reason, Exception? inner = null)
    : ProcessFailedException(request, reason, error: "", inner);
