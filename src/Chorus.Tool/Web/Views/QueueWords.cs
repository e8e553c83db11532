using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>Why a pending task has not started, in a few words.</summary>
public static class QueueWords
{
    /// <summary>Empty where only the user can start it, or others come first.</summary>
    public static string Of(ChorusTask task, BoardFacts facts)
    {
        var awaited = QueueOrder.Awaited(task, facts.Tasks);
        if (awaited.FirstOrDefault(other => other.State is TaskState.Failed) is { } failed)
        {
            return $"{failed.Title} failed";
        }

        if (awaited.Count > 0)
        {
            return awaited.Count == 1 ? $"after {awaited[0].Title}" : $"after {awaited[0].Title} and {awaited.Count - 1} more";
        }

        return (facts.Queue.IsPaused, facts.Queue.StartsByItself, IsNext(task, facts)) switch
        {
            (true, _, _) => "queue paused",
            (_, true, true) => facts.Queue.Running < facts.MaxRunning ? "starts now" : "next free slot",
            _ => "",
        };
    }

    private static bool IsNext(ChorusTask task, BoardFacts facts) =>
        QueueOrder.Pending(facts.Tasks).FirstOrDefault(other => QueueOrder.Awaited(other, facts.Tasks).Count == 0) == task;
}
