namespace Chorus.Claude;

/// <summary>What a screen shows, and the line of it that says so.</summary>
public sealed record ScreenReading(ScreenState State, string Detail);
