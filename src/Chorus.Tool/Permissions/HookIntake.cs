using Chorus.Claude;
using Chorus.Permissions.Rules;
using Chorus.Tasks;

namespace Chorus.Permissions;

/// <summary>Takes a hook that proved its task: tells the status tracker, lets the inbox see it, and for a permission request waits for the answer.</summary>
public sealed class HookIntake(
    StatusTracker statuses, TaskHistory history, PermissionInbox inbox, RuleBook rules, FileChanges changes, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <returns>The text that answers the hook; null for nothing to say.</returns>
    public async Task<string?> ReceiveAsync(TaskId task, HookPayload payload, string relayKey, CancellationToken connectionLost)
    {
        if (payload.EventName == "PermissionRequest")
        {
            return await AskAsync(task, payload, relayKey, connectionLost);
        }

        var heardAt = clock.GetUtcNow();
        // The hook is acknowledged by a change that is stored: it is not undone when the agent hangs up early.
        await inbox.ObserveAsync(task, payload, CancellationToken.None);
        await rules.ObserveAsync(payload, CancellationToken.None);
        if (payload.ToSignal() is { } signal)
        {
            await statuses.ApplyAsync(task, signal, heardAt, CancellationToken.None);
        }

        await history.RecordAsync(task, payload, CancellationToken.None);

        return null;
    }

    private async Task<string?> AskAsync(TaskId task, HookPayload payload, string relayKey, CancellationToken connectionLost)
    {
        var question = new PermissionQuestion(
            task, relayKey.Length > 0 ? relayKey : Guid.NewGuid().ToString("N"), payload.SessionId, payload.AgentId, payload.ToolName ?? "",
            payload.ToolInput?.GetRawText() ?? "{}", payload.Suggestions?.GetRawText(), payload.Cwd ?? "", ToolSummary.For(payload.ToolName ?? "", payload.ToolInput ?? default, payload.Cwd ?? ""))
        {
            PreviewJson = changes.For(payload.ToolName ?? "", payload.ToolInput ?? default, payload.Cwd ?? "")?.ToJson(),
        };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(connectionLost, lifetime.ApplicationStopping);
        try
        {
            return await inbox.AskAsync(question, ended.Token);
        }
        catch (OperationCanceledException) when (connectionLost.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await inbox.RelayLostAsync(task, question.RelayKey, CancellationToken.None);
            throw;
        }
    }
}
