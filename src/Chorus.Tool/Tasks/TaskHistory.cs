using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Chorus.Claude;

namespace Chorus.Tasks;

/// <summary>Writes down what an agent's hooks tell of its work: prompts, tool calls with their ends, subagents, answers. The status is none of its business.</summary>
public sealed class TaskHistory(EventStore events, MessageStore messages, TimeProvider clock)
{
    // When the end of a call does not say how long it took, these do; forgotten with the turn.
    private readonly ConcurrentDictionary<(TaskId, string), long> begun = [];

    public async Task RecordAsync(TaskId task, HookPayload payload, CancellationToken cancellationToken)
    {
        switch (payload.EventName)
        {
            case "UserPromptSubmit":
                await PromptAsync(task, payload, cancellationToken);
                break;
            case "PreToolUse":
                await BeginAsync(task, EventKinds.Tool, payload.ToolUseId, ToolSummary.For(payload.ToolName ?? "", payload.ToolInput ?? default, payload.Cwd ?? ""), payload.AgentId, cancellationToken);
                break;
            case "PostToolUse":
                await EndAsync(task, payload.ToolUseId, "ok", payload, cancellationToken);
                break;
            case "PostToolUseFailure":
                await EndAsync(task, payload.ToolUseId, payload.IsInterrupt ? "interrupted" : "failed", payload, cancellationToken);
                break;
            case "SubagentStart":
                await BeginAsync(task, EventKinds.Subagent, payload.AgentId, payload.AgentType ?? "", agent: null, cancellationToken);
                break;
            case "SubagentStop":
                await EndAsync(task, payload.AgentId, "ok", payload, cancellationToken);
                break;
            case "PreCompact":
                await BeginAsync(task, EventKinds.Compaction, "compaction", payload.Trigger ?? "", agent: null, cancellationToken);
                break;
            case "PostCompact":
                await EndAsync(task, "compaction", "ok", payload, cancellationToken);
                break;
            case "SessionStart":
                await NoteAsync(task, EventKinds.Session, payload.Source ?? "startup", cancellationToken);
                break;
            case "Stop" or "StopFailure" when payload.LastMessage.Length > 0:
                await NoteAsync(task, EventKinds.Answer, payload.LastMessage, cancellationToken);
                break;
        }
    }

    private async Task PromptAsync(TaskId task, HookPayload payload, CancellationToken cancellationToken)
    {
        var prompt = payload.Prompt;
        var message = await messages.ArriveAsync(task, text => IsSame(text, prompt), clock.GetUtcNow(), cancellationToken);
        await events.AppendAsync(TaskEvent.Note(task, clock.GetUtcNow(), EventKinds.Prompt, prompt, message?.Source ?? "terminal"), cancellationToken);
    }

    private async Task BeginAsync(TaskId task, string kind, string? reference, string what, string? agent, CancellationToken cancellationToken)
    {
        if (reference is not null)
        {
            begun[(task, reference)] = clock.GetTimestamp();
        }

        await events.AppendAsync(TaskEvent.Note(task, clock.GetUtcNow(), kind, what, "hook") with { Ref = reference, From = agent is null ? "" : "subagent" }, cancellationToken);
    }

    private async Task EndAsync(TaskId task, string? reference, string how, HookPayload payload, CancellationToken cancellationToken)
    {
        if (reference is null)
        {
            return;
        }

        TimeSpan? measured = begun.TryRemove((task, reference), out var start) ? clock.GetElapsedTime(start) : null;
        await events.EndAsync(task, reference, how, payload.Duration ?? measured, cancellationToken);
    }

    private Task NoteAsync(TaskId task, string kind, string detail, CancellationToken cancellationToken) =>
        events.AppendAsync(TaskEvent.Note(task, clock.GetUtcNow(), kind, detail, "hook"), cancellationToken);

    /// <summary>Claude Code composes accents, turns tabs into spaces and trims, so the letters are compared without any of it.</summary>
    private static bool IsSame(string sent, string arrived) => Bare(PromptTyping.AsReceived(sent)) == Bare(arrived);

    /// <summary>Without what an accent may be spelled with: an accented Latin letter, or a letter and the mark behind it.</summary>
    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var isAccented = text[index] is (>= '\u0080' and < '\u0370') or (>= '\u1E00' and <= '\u1EFF')
                || (index + 1 < text.Length && CharUnicodeInfo.GetUnicodeCategory(text[index + 1]) is UnicodeCategory.NonSpacingMark);
            if (!isAccented && !char.IsWhiteSpace(text[index]))
            {
                bare.Append(text[index]);
            }
        }

        return bare.ToString();
    }
}
