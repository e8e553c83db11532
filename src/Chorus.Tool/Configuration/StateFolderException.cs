namespace Chorus.Configuration;

/// <summary>The state folder cannot be used; the message is one line that says why and what to do.</summary>
/// <param name="what">What is wrong.</param>
/// <param name="remedy">How to mend it.</param>
/// <param name="inner">Where it came from.</param>
public sealed class StateFolderException(string what, string remedy, Exception? inner = null) : Exception($"{what} {remedy}", inner)
{
    public string What { get; } = what;

    public string Remedy { get; } = remedy;
}
