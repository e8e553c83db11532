using System.Globalization;

namespace Chorus.Processes;

/// <summary>One thing in a text that does not say what it seems to say, and how often it stands there.</summary>
public readonly record struct Finding(string What, int Times)
{
    public override string ToString() => Times == 1 ? What : $"{What}, {Times.ToString(CultureInfo.InvariantCulture)} times";
}
