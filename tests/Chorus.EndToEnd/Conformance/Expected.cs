using System.Text.RegularExpressions;

namespace Chorus.EndToEnd.Conformance;

/// <summary>What a task must be shown as: one of some statuses with their reasons and, where it matters, a detail and who decided it.</summary>
internal sealed record Expected(params IReadOnlyList<(string Status, string? Reason)> Either)
{
    /// <summary>What the detail must match, or null for anything.</summary>
    public string? Detail { get; private init; }
    public string? Source { get; private init; }
    /// <summary>What the table calls it, where the words for the statuses would mislead.</summary>
    public string? Name { get; init; }

    public Expected Saying(string pattern) => this with { Detail = pattern };

    public Expected From(string source) => this with { Source = source };

    public bool IsShownBy(string status, string? reason) => Either.Contains((status, reason));

    public bool IsSaidBy(string detail) => Detail is null || Regex.IsMatch(detail, Detail, RegexOptions.CultureInvariant);

    public override string ToString() => Name ?? string.Join(" or ", Either.Select(one => one.Reason is null ? one.Status : $"{one.Status}/{one.Reason}"));
}

/// <summary>The words of the contract, for the cases.</summary>
internal static class Shows
{
    /// <summary>From the start until the first prompt is worked on there is no moment to measure.</summary>
    public static readonly Expected Starting = new(("starting", null), ("busy", null)) { Name = "starting" };
    public static readonly Expected Busy = new(("busy", null));
    public static readonly Expected Ready = new(("idle", null));
    public static readonly Expected TurnEnded = new(("idle", "turn-ended"));
    public static readonly Expected Interrupted = new(("idle", "interrupted"));
    /// <summary>Still at work: between two queued turns the next may be announced.</summary>
    public static readonly Expected BusyOrQueued = new(("busy", null), ("busy", "queued")) { Name = "busy/queued" };

    public static Expected Doing(string detail) => Busy.Saying(detail);

    public static Expected BusyBecause(string reason) => new(("busy", reason));

    public static Expected Idle(string reason) => new(("idle", reason));

    public static Expected Waiting(string? reason, string? detail = null) => new Expected(("waiting", reason)) is var waiting && detail is not null ? waiting.Saying(detail) : new(("waiting", reason));

    public static Expected Stopped(string reason) => new(("stopped", reason));
}
