using Chorus.Events;

namespace Chorus.Permissions;

/// <summary>Keeps the inbox true to the statuses: whenever a task changed, questions that its status no longer names are closed.</summary>
internal sealed partial class InboxKeeper(PermissionInbox inbox, EventBus events, ILogger<InboxKeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = events.Subscribe();
        var isRestored = false;
        while (true)
        {
            try
            {
                if (!isRestored)
                {
                    await inbox.RestoreAsync(stoppingToken);
                    isRestored = true;
                }

                await inbox.ReconcileAsync(stoppingToken);
            }
#pragma warning disable CA1031 // One failed round must not end the keeping; the next change tries again.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogRoundFailed(failure);
            }

            await WaitForTaskChangeAsync(subscription, stoppingToken);
        }
    }

    private static async Task WaitForTaskChangeAsync(Subscription subscription, CancellationToken stoppingToken)
    {
        while (!(await subscription.TakeAsync(stoppingToken)).Any(change => change.Kind is ChangeKind.Task or ChangeKind.TaskDeleted))
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Open requests could not be compared with the statuses")]
    private partial void LogRoundFailed(Exception failure);
}
