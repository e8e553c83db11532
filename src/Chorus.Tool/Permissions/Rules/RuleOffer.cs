namespace Chorus.Permissions.Rules;

/// <summary>A rule that could be made from a request: what it would cover, in words, and how far it may reach.</summary>
/// <param name="Words">"exactly this command", "npm test with any arguments".</param>
/// <param name="ClaudeContent">What Claude Code writes in brackets after the tool for the same, empty for nothing; null when it has no words as narrow, and then it cannot be a rule of the project.</param>
public sealed record RuleOffer(string Tool, RuleScope Scope, string Value, string Words, string? ClaudeContent)
{
    /// <summary>The same in Claude Code's own words, such as <c>Bash(npm test *)</c>.</summary>
    public string? ClaudeRule => ClaudeContent switch { null => null, "" => Tool, var content => $"{Tool}({content})" };

    public IReadOnlyList<RuleReach> Reaches { get; } = ClaudeContent is null ? [RuleReach.Session, RuleReach.Task] : [RuleReach.Session, RuleReach.Task, RuleReach.Project];
}
