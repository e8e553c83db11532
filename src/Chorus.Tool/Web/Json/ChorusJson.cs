using System.Text.Json.Serialization;

namespace Chorus.Web.Json;

/// <summary>Every JSON shape that crosses the HTTP surface, compiled in (no reflection).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, MaxDepth = 64)]
[JsonSerializable(typeof(TaskJson))]
[JsonSerializable(typeof(IReadOnlyList<TaskJson>))]
[JsonSerializable(typeof(PermissionJson))]
[JsonSerializable(typeof(IReadOnlyList<PermissionJson>))]
[JsonSerializable(typeof(ServerJson))]
[JsonSerializable(typeof(ScreenJson))]
[JsonSerializable(typeof(WaitJson))]
[JsonSerializable(typeof(IReadOnlyList<EventJson>))]
[JsonSerializable(typeof(IReadOnlyList<MessageJson>))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(IReadOnlyList<RuleOfferJson>))]
[JsonSerializable(typeof(IReadOnlyList<RuleJson>))]
[JsonSerializable(typeof(ForeignRuleRequest))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(PositionRequest))]
[JsonSerializable(typeof(QueueRequest))]
[JsonSerializable(typeof(QueueJson))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(OutcomeRequest))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
public sealed partial class ChorusJson : JsonSerializerContext;
