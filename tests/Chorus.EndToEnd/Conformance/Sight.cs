using System.Text.Json;

namespace Chorus.EndToEnd.Conformance;

/// <summary>What the JSON of a task said of its Claude, over one or more looks in a row.</summary>
internal sealed record Sight(string Status, string? Reason, string Detail, string Source)
{
    /// <summary>When the first of these looks was asked for.</summary>
    public DateTimeOffset FirstAsked { get; init; }
    /// <summary>When the last of them was asked for: until then at least it was shown.</summary>
    public DateTimeOffset LastAsked { get; set; }
    /// <summary>When the answer of the last came.</summary>
    public DateTimeOffset LastSeen { get; set; }

    public static Sight Of(JsonElement task, DateTimeOffset asked, DateTimeOffset seen)
    {
        var claude = task.GetProperty("claude");
        return new Sight(
            claude.GetProperty("status").GetString()!, claude.GetProperty("reason").GetString(), claude.GetProperty("detail").GetString() ?? "", claude.GetProperty("source").GetString()!)
        {
            FirstAsked = asked,
            LastAsked = asked,
            LastSeen = seen,
        };
    }

    public bool SaysTheSame(Sight other) => (Status, Reason, Detail, Source) == (other.Status, other.Reason, other.Detail, other.Source);
}
