using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chorus.Web.Json;

/// <summary>Body of POST /tasks and PUT /tasks/{id}; what is missing keeps its value or default.</summary>
/// <param name="Titles">With POST instead of a title: one task per line, all with the other values.</param>
public sealed record TaskRequest(
    string? Title, string? Brief, int? Priority, IReadOnlyList<long>? After, string? PermissionMode, string? Model, string? StackMode, bool? Start, string? Titles = null);

/// <summary>Body of POST /tasks/{id}/run, which may be empty.</summary>
/// <param name="Anyway">Also when it waits for tasks that are not completed.</param>
public sealed record RunRequest(bool? Anyway);

/// <summary>Body of PUT /tasks/{id}/position: the pending task to stand right before, or null for the end of the queue.</summary>
public sealed record PositionRequest(long? Before);

/// <summary>Body of PUT /queue.</summary>
public sealed record QueueRequest(bool? Paused);

public sealed record MessageRequest(string? Text);

/// <summary>Body of POST /tasks/{id}/outcome; the outcome is completed, failed or reopened.</summary>
/// <param name="DiscardStack">With failed: what its stack holds is thrown away.</param>
public sealed record OutcomeRequest(string? Outcome, string? Note, bool? DiscardStack = null);

/// <summary>Body of POST /permissions/{id}/decision.</summary>
public sealed record DecisionRequest
{
    public string? Hash { get; init; }
    /// <summary>allow or deny.</summary>
    public string? Decision { get; init; }
    /// <summary>With deny: what the agent is told.</summary>
    public string? Message { get; init; }
    /// <summary>With deny: the agent stops.</summary>
    public bool? Interrupt { get; init; }
    /// <summary>With allow: the whole input to run instead.</summary>
    public JsonElement? Input { get; init; }
    /// <summary>With allow: the rule to make, one of those that GET /permissions/{id}/rules offers.</summary>
    public RuleChoice? Always { get; init; }
    /// <summary>With allow of a question: what is answered, by the text of each question.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers { get; init; }
    /// <summary>With allow of a plan: edits are not asked for any more.</summary>
    public bool? AcceptEdits { get; init; }

    /// <summary>Other open requests for the same call with the same input that are answered alike; only with a plain allow or deny.</summary>
    public IReadOnlyList<AlikeRequest>? Also { get; init; }

    /// <summary>From a form: new texts for members of the input, by name.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Changes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>From a form: the answers by the number of their question.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<int, IReadOnlyList<string>> AnswersByNumber { get; init; } = ReadOnlyDictionary<int, IReadOnlyList<string>>.Empty;
}

/// <summary>Another request, as it was shown.</summary>
public sealed record AlikeRequest(string? Id, string? Hash);

/// <summary>A rule to make: what it covers and for whom, in the words of the offers.</summary>
public sealed record RuleChoice(string? Scope, string? Value, string? Reach);
