namespace Chorus.Configuration;

/// <summary>The state folder cannot be used; the message is one line that says why and what to do.</summary>
public sealed class StateFolderException(string message, Exception? inner = null) : Exception(message, inner);
