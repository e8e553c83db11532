namespace Chorus.Permissions.Rules;

/// <summary>Says what a rule allows.</summary>
public static class RuleWords
{
    public static string Of(PermissionRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Scope switch
        {
            RuleScope.ExactCommand => $"{rule.Tool}: {rule.Value}",
            RuleScope.CommandPrefix => $"{rule.Tool}: {rule.Value} with any arguments",
            RuleScope.ExactPath => $"Changes to {rule.Value}",
            RuleScope.Folder => $"Changes to any file in {rule.Value}/",
            RuleScope.ExactAddress => $"{rule.Tool}: {rule.Value}",
            RuleScope.Host => $"{rule.Tool}: any page of {rule.Value}",
            RuleScope.AnyInput => $"{rule.Tool} with any input",
            _ => $"{rule.Tool} with exactly this input: {rule.Value}",
        };
    }
}
