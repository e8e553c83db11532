using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>
/// Renders live fragments for all pages that show the same at once. Whoever asks while a rendering is under way shares the next one, which begins
/// after the question; so every page gets what it was told of, and a hundred pages cost no more than the one renderer can do.
/// </summary>
internal sealed class SharedRendering<T>(Func<Sight, LiveParts, Task<T>> render)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(Sight Sight, LiveParts Parts), Turn> turns = [];

    public Task<T> GetAsync(Sight sight, LiveParts parts, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (turns.TryGetValue((sight, parts), out var turn))
            {
                turn.Next ??= NextAsync(sight, parts, turn);
                return turn.Next.WaitAsync(cancellationToken);
            }

            turns[(sight, parts)] = turn = new Turn();
            turn.Running = RunAsync(sight, parts, turn);
            return turn.Running.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> NextAsync(Sight sight, LiveParts parts, Turn turn)
    {
        // Its failure is for those who asked for it.
        await ((Task)turn.Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (gate)
        {
            (turn.Running, turn.Next) = (turn.Next!, null);
        }

        return await RunAsync(sight, parts, turn);
    }

    private async Task<T> RunAsync(Sight sight, LiveParts parts, Turn turn)
    {
        // Never under the gate, which its caller holds.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await render(sight, parts);
        }
        finally
        {
            lock (gate)
            {
                if (turn.Next is null)
                {
                    turns.Remove((sight, parts));
                }
            }
        }
    }

    /// <summary>The rendering that is under way, and the one that follows it, if somebody asked for it.</summary>
    private sealed class Turn
    {
        public Task<T> Running { get; set; } = null!;
        public Task<T>? Next { get; set; }
    }
}
