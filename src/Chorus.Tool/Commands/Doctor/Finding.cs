namespace Chorus.Commands.Doctor;

/// <summary>How bad a <see cref="Finding"/> is: only a failure keeps Chorus from working.</summary>
internal enum Grade
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One thing the doctor looked at, and how to mend it.</summary>
internal sealed record Finding(Grade Grade, string Subject, string What, string? Cure = null);
