using System.Text.Json.Serialization;
using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Web.Json;

/// <summary>A task as the HTTP contract has it.</summary>
/// <param name="Word">What the board calls its state: "Needs you", "Your turn", ...</param>
/// <param name="Since">Since when the word holds.</param>
public sealed record TaskJson(
    long Id, string Title, string Brief, int Priority, string State, string Word, DateTimeOffset Since, IReadOnlyList<long> After, ClaudeJson Claude, SessionJson Session, StackDescription Stack,
    IReadOnlyList<ReferenceJson> References, AttentionJson? Attention, string PermissionMode, string? Model, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Result)
{
    /// <param name="task">The task.</param>
    /// <param name="stack">Where it works and commits.</param>
    /// <param name="asked">Its oldest open request, or null.</param>
    public static TaskJson From(ChorusTask task, StackDescription stack, PermissionRequest? asked)
    {
        ArgumentNullException.ThrowIfNull(task);
        var (group, since) = Standing.Of(task, asked);
        var attention = Views.Attention.Of(task, asked);
        return new TaskJson(
            task.Id.Value, task.Title, task.Brief, task.Priority, Words.Of(task.State), group.Word, since, [.. task.After.Select(id => id.Value)],
            ClaudeJson.From(task), new SessionJson(task.SessionName), stack, References: [],
            attention is null ? null : new AttentionJson(attention.Kind, attention.Since, attention.Text),
            task.PermissionMode, task.Model, task.CreatedAt, task.StartedAt, task.EndedAt, task.Result);
    }
}

/// <summary>The status part of a task.</summary>
public sealed record ClaudeJson(string Status, string? Reason, string Detail, DateTimeOffset? Since, string Source, string? SessionId, int Restarts)
{
    /// <summary>The last signals, newest first; only where one task is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SignalJson>? Signals { get; init; }

    public static ClaudeJson From(ChorusTask task) => new(
        Words.Of(task.Claude.Activity), task.Claude.Reason is ClaudeReason.None ? null : Words.Of(task.Claude.Reason), task.Claude.Detail,
        task.StartedAt is null ? null : task.Claude.Since, Words.Of(task.Claude.Source), task.ClaudeSessionId, task.Restarts);
}

public sealed record SessionJson(string Name);

public sealed record ReferenceJson(string Path, int? From, int? To, string? Note);

public sealed record AttentionJson(string Kind, DateTimeOffset Since, string Text);
