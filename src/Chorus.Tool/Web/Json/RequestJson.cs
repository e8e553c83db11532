namespace Chorus.Web.Json;

/// <summary>Body of POST /tasks and PUT /tasks/{id}; what is missing keeps its value or default.</summary>
public sealed record TaskRequest(string? Title, string? Brief, int? Priority, IReadOnlyList<long>? After, string? PermissionMode, string? Model, string? StackMode, bool? Start);

public sealed record MessageRequest(string? Text);

/// <summary>Body of POST /tasks/{id}/outcome; the outcome is completed or failed.</summary>
public sealed record OutcomeRequest(string? Outcome, string? Note);

/// <summary>Body of POST /permissions/{id}/decision; the decision is allow or deny.</summary>
public sealed record DecisionRequest(string? Hash, string? Decision, string? Message, bool? Interrupt);
