namespace Chorus.Claude;

/// <summary>A permission request that a status is waiting for.</summary>
public sealed record OpenQuestion(string RequestId, ClaudeReason Reason, string Detail);
