using System.Buffers.Text;
using System.Security.Cryptography;
using Chorus.Claude;
using Chorus.Events;
using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>
/// Everything that waits for the user's word: stores a question, holds its hook until there is an answer, lets exactly one answer win,
/// and notices when the terminal was first. A request is open exactly as long as its task's status names it.
/// </summary>
public sealed partial class PermissionInbox(PermissionStore requests, TaskStore tasks, StatusTracker statuses, EventBus events, TimeProvider clock, ILogger<PermissionInbox> logger) : IDisposable
{
    public const int MessageLimit = 10_000;

    // Held while a request and the status that names it change together.
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Waiters waiters = new();

    /// <summary>Stores the question, shows it, and waits for its answer.</summary>
    /// <param name="connectionLost">Ends when the hook's connection does.</param>
    /// <returns>The text that answers the hook, or null when the terminal has the word.</returns>
    public async Task<string?> AskAsync(PermissionQuestion question, CancellationToken connectionLost)
    {
        var request = await OpenAsync(question, connectionLost);
        if (request.Status is not PermissionStatus.Open)
        {
            return requests.Answer(request.Id);
        }

        var waiter = waiters.Add(request.Id);
        try
        {
            // Closed between storing and waiting: nobody would wake us.
            if (requests.Find(request.Id) is { Status: PermissionStatus.Open })
            {
                await waiter.Task.WaitAsync(connectionLost);
            }

            return requests.Answer(request.Id);
        }
        finally
        {
            waiters.Remove(request.Id, waiter);
        }
    }

    /// <summary>The user's word. The first one counts; every other hears what counted instead.</summary>
    public async Task<DecisionOutcome> DecideAsync(string id, Decision decision, CancellationToken cancellationToken)
    {
        if (requests.Find(id) is not { } request)
        {
            return new DecisionOutcome.NotFound();
        }

        if (decision.Message is { } message && (message.Length > MessageLimit || message.Contains('\0', StringComparison.Ordinal)))
        {
            return new DecisionOutcome.Invalid($"A message to the agent has at most {MessageLimit} characters and no NUL.");
        }

        if (!string.Equals(request.Hash, decision.Hash, StringComparison.Ordinal))
        {
            return new DecisionOutcome.Changed(request);
        }

        var answer = decision.Allow ? HookAnswer.Allow() : HookAnswer.Deny(DenialText(decision), decision.Interrupt);
        var status = decision.Allow ? PermissionStatus.Allowed : PermissionStatus.Denied;
        var won = await CloseAsync(request, status, decision.By, decision.Message, answer, !decision.Allow && decision.Interrupt, cancellationToken);
        var closed = requests.Find(id)!;
        return won ? new DecisionOutcome.Decided(closed) : new DecisionOutcome.AlreadyClosed(closed);
    }

    /// <summary>What a hook of the same session reveals: a tool that ran, or a turn that ended, was answered in the terminal.</summary>
    public async Task ObserveAsync(TaskId task, HookPayload payload, CancellationToken cancellationToken)
    {
        foreach (var request in requests.Open().Where(request => request.TaskId == task && AnsweredBy(request, payload)))
        {
            await CloseAsync(request, PermissionStatus.AnsweredInTerminal, "terminal", null, null, interrupts: false, cancellationToken);
        }
    }

    /// <summary>The relay of an open request went away while the server lives: Claude Code ended it because the terminal was answered, or died.</summary>
    public async Task RelayLostAsync(TaskId task, string relayKey, CancellationToken cancellationToken)
    {
        // A relay that reconnected before its old connection was noticed as lost still waits.
        if (requests.FindByRelay(task, relayKey) is { Status: PermissionStatus.Open } request && !waiters.Any(request.Id))
        {
            await CloseAsync(request, PermissionStatus.AnsweredInTerminal, "terminal", null, null, interrupts: true, cancellationToken);
        }
    }

    /// <summary>Closes what a task's status no longer names: the registry, the pane or the user's Stop ended the question.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var request in requests.Open())
            {
                var status = tasks.Find(request.TaskId) is { } task ? statuses.Of(task) : ClaudeStatus.NotStarted;
                if (status.Questions.All(question => question.RequestId != request.Id))
                {
                    var how = status.IsAlive ? PermissionStatus.AnsweredInTerminal : PermissionStatus.Expired;
                    await StoreClosedAsync(request, how, status.IsAlive ? "terminal" : "chorus", null, null, cancellationToken);
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>After a start: a request that was stored just before the last server ended is named by its task's status again.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var request in requests.Open())
            {
                await statuses.ApplyAsync(request.TaskId, Asked(request), cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<PermissionRequest> OpenAsync(PermissionQuestion question, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var relayKey = question.RelayKey;
            if (requests.FindByRelay(question.TaskId, relayKey) is { } known)
            {
                if (known.Hash == question.Hash())
                {
                    return known;
                }

                // The same key with another content is another question; the stored answer was not given to it.
                relayKey = Guid.NewGuid().ToString("N");
            }

            var request = new PermissionRequest
            {
                Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
                TaskId = question.TaskId,
                Kind = question.Kind,
                Tool = question.Tool,
                InputJson = question.InputJson,
                Summary = question.Summary,
                SuggestionsJson = question.SuggestionsJson,
                Cwd = question.Cwd,
                ClaudeSessionId = question.ClaudeSessionId,
                AgentId = question.AgentId,
                Hash = question.Hash(),
                CreatedAt = clock.GetUtcNow(),
            };
            // From here on the hook may go away, the question may not.
            await requests.AddAsync(request, relayKey, CancellationToken.None);
            await statuses.ApplyAsync(request.TaskId, Asked(request), CancellationToken.None);
            events.Publish(ChangeKind.Permission, request.Id);
            LogAsked(request.TaskId, request.Id, request.Kind);
            return request;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> CloseAsync(PermissionRequest request, PermissionStatus status, string by, string? message, string? answer, bool interrupts, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!await StoreClosedAsync(request, status, by, message, answer, cancellationToken))
            {
                return false;
            }

            await statuses.ApplyAsync(request.TaskId, new ClaudeSignal.PermissionClosed(request.Id, interrupts), CancellationToken.None);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> StoreClosedAsync(PermissionRequest request, PermissionStatus status, string by, string? message, string? answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await requests.CloseAsync(request.Id, status, now, by, message, answer, cancellationToken))
        {
            return false;
        }

        waiters.Release(request.Id);
        events.Publish(ChangeKind.Permission, request.Id);
        await tasks.AppendAsync(TaskEvent.Note(request.TaskId, now, "decision", $"{Words.Of(status)}: {request.Summary}", by), CancellationToken.None);
        LogClosed(request.TaskId, request.Id, status, by);
        return true;
    }

    private static bool AnsweredBy(PermissionRequest request, HookPayload payload)
    {
        if (payload.AgentId != request.AgentId)
        {
            return false;
        }

        return payload.EventName switch
        {
            "PostToolUse" or "PostToolUseFailure" => payload.ToolName == request.Tool && payload.ToolInput is { } input && JsonText.Same(input, request.InputJson),
            "Stop" or "StopFailure" or "UserPromptSubmit" => request.AgentId is null,
            "SessionEnd" => true,
            "SubagentStop" => request.AgentId is not null,
            _ => false,
        };
    }

    private static string DenialText(Decision decision) =>
        string.IsNullOrWhiteSpace(decision.Message) ? "The user denied this in Chorus." : decision.Message;

    private static ClaudeSignal.PermissionAsked Asked(PermissionRequest request)
    {
        var reason = request.Kind switch
        {
            PermissionKind.Question => ClaudeReason.Question,
            PermissionKind.Plan => ClaudeReason.Plan,
            _ => ClaudeReason.Permission,
        };
        return new ClaudeSignal.PermissionAsked(request.Id, reason, request.Summary);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} asks {RequestId}: {Kind}")]
    private partial void LogAsked(TaskId taskId, string requestId, PermissionKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} request {RequestId} closed: {Status} by {By}")]
    private partial void LogClosed(TaskId taskId, string requestId, PermissionStatus status, string by);
}
