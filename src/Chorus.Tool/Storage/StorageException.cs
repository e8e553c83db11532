namespace Chorus.Storage;

/// <summary>The database cannot be used; the message says why and what to do.</summary>
/// <param name="fault">The kind of trouble.</param>
/// <param name="what">What is wrong.</param>
/// <param name="inner">Where it came from.</param>
/// <param name="remedy">How to mend it, where there is a way.</param>
public sealed class StorageException(StorageFault fault, string what, Exception? inner = null, string? remedy = null)
    : Exception(remedy is null ? what : $"{what} {remedy}", inner)
{
    public StorageFault Fault { get; } = fault;

    public string What { get; } = what;

    public string? Remedy { get; } = remedy;
}
