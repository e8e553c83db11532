using System.Collections.Concurrent;
using Chorus.Claude;
using Chorus.Events;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>Types queued messages into their sessions, one at a time per task, each at most once, and only where an input box is open.</summary>
public sealed partial class MessageSender(
    MessageStore messages, TaskStore tasks, StatusTracker statuses, SessionMap map, TmuxServer tmux, ClaudeScreen screenReader, EventBus events, TimeProvider clock, ILogger<MessageSender> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<TaskId, byte> busy = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await messages.MarkInterruptedTypingAsync(stoppingToken);
        using var subscription = events.Subscribe();
        foreach (var task in tasks.Running())
        {
            Begin(task.Id, stoppingToken);
        }

        while (true)
        {
            foreach (var change in await subscription.TakeAsync(stoppingToken))
            {
                if (change.Kind is ChangeKind.Task && TaskId.TryParse(change.Key, null, out var id))
                {
                    Begin(id, stoppingToken);
                }
            }
        }
    }

    /// <summary>Starts to empty a task's queue unless that is already under way.</summary>
    private void Begin(TaskId id, CancellationToken stoppingToken)
    {
        if (messages.NextQueued(id) is not null && busy.TryAdd(id, 0))
        {
            _ = EmptyAsync(id, stoppingToken);
        }
    }

    private async Task EmptyAsync(TaskId id, CancellationToken stoppingToken)
    {
        try
        {
            while (messages.NextQueued(id) is { } message)
            {
                if (tasks.Find(id) is not { State: TaskState.Running } task || !statuses.Of(task).IsAlive)
                {
                    return;
                }

                if (map.Find(id) is not { Dead: false } pane || !await CanTypeAsync(task, pane, stoppingToken))
                {
                    await Task.Delay(Retry, clock, stoppingToken);
                    continue;
                }

                await TypeAsync(message, pane, stoppingToken);
            }
        }
#pragma warning disable CA1031 // A session that cannot be typed into must not end the sender.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogTypingFailed(failure, id);
        }
        finally
        {
            busy.TryRemove(id, out _);
        }

        // A message that was added while the queue looked empty found this method still busy.
        if (!stoppingToken.IsCancellationRequested && tasks.Find(id) is { State: TaskState.Running } running && statuses.Of(running).IsAlive)
        {
            Begin(id, stoppingToken);
        }
    }

    /// <summary>An input box must be open: a letter typed into a dialog would answer it.</summary>
    private async Task<bool> CanTypeAsync(ChorusTask task, TmuxPane pane, CancellationToken cancellationToken)
    {
        if (statuses.Of(task).Activity is not (ClaudeActivity.Idle or ClaudeActivity.Busy))
        {
            return false;
        }

        var reading = screenReader.Classify(await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 0, cancellationToken));
        return reading.State is ScreenState.Idle or ScreenState.Busy or ScreenState.IdleWithError or ScreenState.Limited or ScreenState.NeedsLogin;
    }

    /// <summary>Claude Code keeps a half-written line aside (Ctrl-S) and brings it back after the next prompt: neither text mixes with the other.</summary>
    private async Task StashDraftAsync(TmuxPane pane, CancellationToken cancellationToken)
    {
        if (InputBox.Draft(await tmux.CaptureAsync(pane.PaneId, colours: true, historyLines: 0, cancellationToken)) is { Length: > 0 })
        {
            await tmux.SendKeysAsync(pane.PaneId, ["C-s"], cancellationToken);
        }
    }

    private async Task TypeAsync(Message message, TmuxPane pane, CancellationToken cancellationToken)
    {
        if (!await messages.MoveAsync(message.Id, MessageState.Queued, MessageState.Typing, clock.GetUtcNow(), cancellationToken))
        {
            return;
        }

        var end = MessageState.Unknown;
        try
        {
            await StashDraftAsync(pane, cancellationToken);
            foreach (var step in PromptTyping.Plan(message.Text))
            {
                await PerformAsync(step, pane, cancellationToken);
            }

            end = MessageState.Sent;
        }
        finally
        {
            // Half typed may have arrived: it is shown as unknown and never typed again by itself.
            await messages.MoveAsync(message.Id, MessageState.Typing, end, clock.GetUtcNow(), CancellationToken.None);
        }

        events.Publish(ChangeKind.Task, message.TaskId.ToString());
        LogTyped(message.TaskId, message.Id);
    }

    private Task PerformAsync(TypingStep step, TmuxPane pane, CancellationToken cancellationToken) => step switch
    {
        TypingStep.Paste paste => tmux.PasteAsync(pane.PaneId, paste.Text, cancellationToken),
        TypingStep.Key key => tmux.SendKeysAsync(pane.PaneId, [key.Name], cancellationToken),
        _ => throw new InvalidOperationException($"Unknown typing step {step}."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}: message {MessageId} typed")]
    private partial void LogTyped(TaskId taskId, long messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId}: a message could not be typed")]
    private partial void LogTypingFailed(Exception failure, TaskId taskId);
}
