using System.Collections.Concurrent;
using Chorus.Claude;

namespace Chorus.Tasks;

/// <summary>One thing that was heard about a task, or the same thing heard several times in a row.</summary>
/// <param name="At">When it was heard last.</param>
/// <param name="What">One line, such as "PreToolUse Bash: npm test" or "idle".</param>
/// <param name="Status">What it made of the task, such as "busy" or "idle, interrupted"; null when it changed nothing.</param>
/// <param name="Times">How often in a row.</param>
public sealed record HeardSignal(DateTimeOffset At, StatusSource Source, string What, string? Status, int Times);

/// <summary>The last signals of each task, in memory: why Chorus thinks what it thinks. A restarted server hears anew.</summary>
public sealed class SignalLog
{
    public const int Kept = 40;

    private readonly ConcurrentDictionary<TaskId, List<HeardSignal>> heard = [];

    /// <param name="status">What the signal made of the task, or null.</param>
    public void Add(TaskId task, ClaudeSignal signal, string? status, DateTimeOffset now)
    {
        var lines = heard.GetOrAdd(task, _ => new List<HeardSignal>(Kept + 1));
        var line = new HeardSignal(now, SignalWords.SourceOf(signal), SignalWords.Of(signal), status, 1);
        lock (lines)
        {
            // Polls say the same again and again, each source for itself. A line that changed something keeps its time.
            var last = lines.FindLastIndex(one => one.Source == line.Source);
            if (status is null && last >= 0 && lines[last] is { Status: null } before && before.What == line.What)
            {
                lines[last] = before with { At = now, Times = before.Times + 1 };
                return;
            }

            lines.Add(line);
            if (lines.Count > Kept)
            {
                lines.RemoveAt(0);
            }
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HeardSignal> Of(TaskId task)
    {
        if (!heard.TryGetValue(task, out var lines))
        {
            return [];
        }

        lock (lines)
        {
            return [.. lines.OrderByDescending(line => line.At)];
        }
    }

    public void Forget(TaskId task) => heard.TryRemove(task, out _);
}
