using Microsoft.Data.Sqlite;

namespace Chorus.Storage;

/// <summary>A change that waits for its turn, and who waits for it.</summary>
internal abstract class Write
{
    public abstract void Run(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>It is on disk.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception failure);
}

/// <summary>A change with a result.</summary>
internal sealed class Write<T>(Func<SqliteConnection, SqliteTransaction, T> write, Action<T>? committed) : Write
{
    // Whoever waits must not go on inside the loop that writes.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Result => done.Task;

    public override void Run(SqliteConnection connection, SqliteTransaction transaction) => result = write(connection, transaction);

    public override void Complete()
    {
        committed?.Invoke(result!);
        done.TrySetResult(result!);
    }

    public override void Fail(Exception failure) => done.TrySetException(failure);
}
