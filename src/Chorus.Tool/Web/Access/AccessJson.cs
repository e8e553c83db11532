using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chorus.Web.Access;

/// <summary>Problem details of a refusal.</summary>
internal sealed record AccessProblem(string Title, string Detail, int Status);

/// <summary>Body of <c>POST /login</c>: a token or a one-time code, and what to call this browser.</summary>
internal sealed record LoginRequest
{
    public string? Token { get; init; }
    public string? Code { get; init; }
    public string? Name { get; init; }
    /// <summary>Where the browser wanted to go; checked before it is given back.</summary>
    public string? Next { get; init; }
}

/// <summary>Answer to a login; the key is told here once and never again.</summary>
internal sealed record LoginAnswer(string Key, string Next);

/// <summary>Answer to <c>POST /login/codes</c>.</summary>
internal sealed record LoginCodeAnswer(string Url, DateTimeOffset ExpiresAt);

/// <summary>JSON of the access endpoints.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AccessProblem))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(LoginCodeAnswer))]
internal sealed partial class AccessJsonContext : JsonSerializerContext;
