using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Events;
using Chorus.Permissions.Rules;
using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>
/// Everything that waits for the user's word: stores a question, holds its hook until there is an answer, lets exactly one answer win,
/// and notices when the terminal was first. A request is open exactly as long as its task's status names it.
/// </summary>
public sealed partial class PermissionInbox(
    PermissionStore requests, RuleBook rules, RuleStore ruleStore, TaskStore tasks, EventStore history, StatusTracker statuses, StateFolder state, EventBus events, TimeProvider clock, ILogger<PermissionInbox> logger) : IDisposable
{
    // Held while a request and the status that names it change together.
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Waiters waiters = new();

    /// <summary>Stores the question, shows it, and waits for its answer.</summary>
    /// <param name="connectionLost">Ends when the hook's connection does.</param>
    /// <returns>The text that answers the hook, or null when the terminal has the word.</returns>
    public async Task<string?> AskAsync(PermissionQuestion question, CancellationToken connectionLost)
    {
        waiters.Connect(question.TaskId, question.RelayKey);
        try
        {
            var request = await OpenAsync(question, connectionLost);
            return request.Status is PermissionStatus.Open ? await WaitAsync(request.Id, connectionLost) : requests.Answer(request.Id);
        }
        finally
        {
            waiters.Disconnect(question.TaskId, question.RelayKey);
        }
    }

    private async Task<string?> WaitAsync(string id, CancellationToken connectionLost)
    {
        var waiter = waiters.Add(id);
        try
        {
            // Closed between storing and waiting: nobody would wake us.
            if (requests.Find(id) is { Status: PermissionStatus.Open })
            {
                await waiter.Task.WaitAsync(connectionLost);
            }

            return requests.Answer(id);
        }
        finally
        {
            waiters.Remove(id, waiter);
        }
    }

    /// <summary>The user's word. The first one counts; every other hears what counted instead.</summary>
    public async Task<DecisionOutcome> DecideAsync(string id, Decision decision, CancellationToken cancellationToken)
    {
        if (requests.Find(id) is not { } request)
        {
            return new DecisionOutcome.NotFound();
        }

        if (!string.Equals(request.Hash, decision.Hash, StringComparison.Ordinal))
        {
            return new DecisionOutcome.Changed(request);
        }

        if (request.Status is not PermissionStatus.Open)
        {
            return new DecisionOutcome.AlreadyClosed(request);
        }

        if (Ruling.Of(request, decision.Verdict, state.ProjectPath, out var problem) is not { } ruling)
        {
            return new DecisionOutcome.Invalid(problem);
        }

        var closing = new Closing(ruling.Status, decision.By)
        {
            Message = ruling.Message,
            Answer = ruling.Answer,
            ChangedInputJson = ruling.ChangedInputJson,
            NewRule = ruling.Rule is { } offer ? RuleFrom(offer, ruling.Reach, request, decision.By) : null,
            EndsTurn = ruling.EndsTurn,
        };
        var won = await CloseAsync(request, closing, cancellationToken);
        var closed = requests.Find(id)!;
        if (won && closing.NewRule is not null)
        {
            events.Publish(ChangeKind.Rule, closed.RuleId!.Value.ToString(CultureInfo.InvariantCulture));
            await ApplyToOthersAsync(closed.RuleId.Value);
        }

        return won ? new DecisionOutcome.Decided(closed) : new DecisionOutcome.AlreadyClosed(closed);
    }

    /// <summary>A new rule speaks also for what is asked already.</summary>
    private async Task ApplyToOthersAsync(long rule)
    {
        foreach (var request in requests.Open())
        {
            if (rules.RuleFor(request.AsQuestion()) is { } covering && covering.Id == rule)
            {
                await CloseAsync(request, new Closing(PermissionStatus.Allowed, "rule") { Answer = HookAnswer.Allow(), RuleId = rule }, CancellationToken.None);
                await ruleStore.UseAsync(rule, clock.GetUtcNow(), CancellationToken.None);
            }
        }
    }

    private PermissionRule RuleFrom(RuleOffer offer, RuleReach reach, PermissionRequest request, string by) => new()
    {
        Reach = reach,
        Task = request.TaskId,
        ClaudeSessionId = request.ClaudeSessionId,
        Tool = offer.Tool,
        Scope = offer.Scope,
        Value = offer.Value,
        ClaudeRule = offer.ClaudeRule,
        MadeFrom = request.Summary,
        MadeBy = by,
        CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>What a hook of the same session reveals: a tool that ran, or a turn that ended, was answered in the terminal.</summary>
    public async Task ObserveAsync(TaskId task, HookPayload payload, CancellationToken cancellationToken)
    {
        foreach (var request in requests.Open().Where(request => request.TaskId == task && AnsweredBy(request, payload)))
        {
            await CloseAsync(request, new Closing(PermissionStatus.AnsweredInTerminal, "terminal"), cancellationToken);
        }
    }

    /// <summary>The relay of an open request went away while the server lives: Claude Code ended it because the terminal was answered, or died.</summary>
    public async Task RelayLostAsync(TaskId task, string relayKey, CancellationToken cancellationToken)
    {
        // A relay that reconnected before its old connection was noticed as lost still waits.
        if (requests.FindByRelay(task, relayKey) is { Status: PermissionStatus.Open } request && !waiters.IsConnected(task, relayKey))
        {
            await CloseAsync(request, new Closing(PermissionStatus.AnsweredInTerminal, "terminal") { RelayLost = true }, cancellationToken);
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
                    await StoreClosedAsync(request, new Closing(how, status.IsAlive ? "terminal" : "chorus"), cancellationToken);
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

            var rule = rules.RuleFor(question);
            var request = From(question, rule, clock.GetUtcNow());
            // From here on the hook may go away, the question may not.
            await requests.AddAsync(request, relayKey, rule is null ? null : HookAnswer.Allow(), CancellationToken.None);
            if (rule is not null)
            {
                await ruleStore.UseAsync(rule.Id, request.CreatedAt, CancellationToken.None);
                await history.AppendAsync(TaskEvent.Note(request.TaskId, request.CreatedAt, EventKinds.Decision, $"{Words.Of(request.Status)}: {request.Summary}", "rule"), CancellationToken.None);
                LogClosed(request.TaskId, request.Id, request.Status, "rule");
                return request;
            }

            await statuses.ApplyAsync(request.TaskId, Asked(request), request.CreatedAt, CancellationToken.None);
            events.Publish(ChangeKind.Permission, request.Id);
            LogAsked(request.TaskId, request.Id, request.Kind);
            return request;
        }
        finally
        {
            gate.Release();
        }
    }

    private static PermissionRequest From(PermissionQuestion question, PermissionRule? rule, DateTimeOffset now) => new()
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
        PreviewJson = question.PreviewJson,
        CreatedAt = now,
        Status = rule is null ? PermissionStatus.Open : PermissionStatus.Allowed,
        DecidedAt = rule is null ? null : now,
        DecidedBy = rule is null ? null : "rule",
        RuleId = rule?.Id,
    };

    private async Task<bool> CloseAsync(PermissionRequest request, Closing closing, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!await StoreClosedAsync(request, closing, cancellationToken))
            {
                return false;
            }

            ClaudeSignal signal = closing.RelayLost
                ? new ClaudeSignal.PermissionLost(request.Id)
                : new ClaudeSignal.PermissionClosed(request.Id, closing.EndsTurn) { Denied = closing.Status is PermissionStatus.Denied };
            await statuses.ApplyAsync(request.TaskId, signal, CancellationToken.None);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> StoreClosedAsync(PermissionRequest request, Closing closing, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await requests.CloseAsync(request.Id, closing, now, cancellationToken))
        {
            return false;
        }

        waiters.Release(request.Id);
        events.Publish(ChangeKind.Permission, request.Id);
        var how = closing.ChangedInputJson is not null && request.Kind is PermissionKind.Tool ? "allowed with changes" : Words.Of(closing.Status);
        await history.AppendAsync(TaskEvent.Note(request.TaskId, now, EventKinds.Decision, $"{how}: {request.Summary}", closing.By), CancellationToken.None);
        LogClosed(request.TaskId, request.Id, closing.Status, closing.By);
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
            "PostToolUse" or "PostToolUseFailure" => payload.ToolName == request.Tool && payload.ToolInput is { } input && IsInputOf(request, input),
            "Stop" or "StopFailure" or "UserPromptSubmit" => request.AgentId is null,
            "SessionEnd" => true,
            "SubagentStop" => request.AgentId is not null,
            _ => false,
        };
    }

    /// <summary>A question comes back with its answers and a plan without its text; there is only one of them at a time.</summary>
    private static bool IsInputOf(PermissionRequest request, JsonElement input) =>
        request.Kind is not PermissionKind.Tool || JsonText.Same(input, request.InputJson);

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
