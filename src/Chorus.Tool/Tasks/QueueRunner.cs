using System.Collections.Concurrent;
using Chorus.Events;

namespace Chorus.Tasks;

/// <summary>Starts pending tasks while there is room: after every change, one after the other.</summary>
public sealed partial class QueueRunner(Backlog backlog, TaskLifecycle lifecycle, EventBus events, TimeProvider clock, ILogger<QueueRunner> logger) : BackgroundService
{
    /// <summary>How long a task that could not be started is left alone.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TaskId, long> failed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = events.Subscribe();
        while (true)
        {
            try
            {
                while (backlog.Next(IsRested) is { } task)
                {
                    await StartAsync(task, stoppingToken);
                }
            }
#pragma warning disable CA1031 // One failed round must not end the queue; the next change tries again.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogRoundFailed(failure);
            }

            await WaitAsync(subscription, stoppingToken);
        }
    }

    private async Task StartAsync(ChorusTask task, CancellationToken stoppingToken)
    {
        if (await lifecycle.StartAsync(task.Id, "queue", isForced: false, stoppingToken) is not TaskOutcome.Done)
        {
            failed[task.Id] = clock.GetTimestamp();
        }
    }

    private bool IsRested(ChorusTask task) => !failed.TryGetValue(task.Id, out var at) || clock.GetElapsedTime(at) >= Rest;

    /// <summary>Until something changes, or a task has rested.</summary>
    private async Task WaitAsync(Subscription subscription, CancellationToken stoppingToken)
    {
        using var rest = new CancellationTokenSource(Rest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(rest.Token, stoppingToken);
        try
        {
            while (!(await subscription.TakeAsync(either.Token)).Any(change => change.Kind is ChangeKind.Task or ChangeKind.TaskDeleted or ChangeKind.Server))
            {
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Time for another look.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue could not start a task")]
    private partial void LogRoundFailed(Exception failure);
}
