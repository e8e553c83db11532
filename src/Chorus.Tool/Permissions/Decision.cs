using Chorus.Permissions.Rules;

namespace Chorus.Permissions;

/// <summary>The user's answer to a request, bound by <paramref name="Hash"/> to exactly what was shown.</summary>
/// <param name="By">browser or cli.</param>
public sealed record Decision(string Hash, Verdict Verdict, string By);

/// <summary>What a user can say to a request.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>This one call. A plan is approved, and every edit is asked for.</summary>
    public sealed record Allow : Verdict;

    /// <summary>This one call, with other input than was asked.</summary>
    /// <param name="InputJson">The whole input, a JSON object.</param>
    public sealed record AllowChanged(string InputJson) : Verdict;

    /// <summary>This call and those a rule covers; the rule must be one that was offered for this request.</summary>
    public sealed record AllowAlways(RuleScope Scope, string Value, RuleReach Reach) : Verdict;

    /// <summary>The answers to the agent's questions, by the text of each question.</summary>
    public sealed record Answer(IReadOnlyDictionary<string, IReadOnlyList<string>> Answers) : Verdict;

    /// <summary>The plan, and edits are accepted from now on without asking.</summary>
    public sealed record ApproveAndAcceptEdits : Verdict;

    /// <summary>Not this call. The agent reads the message and goes on, or stops where it is.</summary>
    public sealed record Deny(string? Message, bool Stop) : Verdict;
}
