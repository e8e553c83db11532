namespace Chorus.Storage;

/// <summary>What kind of trouble a <see cref="StorageException"/> tells of.</summary>
public enum StorageFault
{
    /// <summary>Damaged, or not a Chorus database: exit code 3.</summary>
    Unusable,
    /// <summary>Written by a newer Chorus: exit code 4.</summary>
    TooNew,
    /// <summary>Locked, full or unreadable right now: try again.</summary>
    Unavailable,
}
