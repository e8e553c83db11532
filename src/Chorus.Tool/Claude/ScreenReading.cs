namespace Chorus.Claude;

/// <summary>What a screen shows, and the line that tells it.</summary>
public sealed record ScreenReading(ScreenState State, string Detail);
