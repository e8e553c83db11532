namespace Chorus.Storage;

/// <summary>The database cannot be used; the message says why and what to do.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageFault Fault { get; } = fault;
}
