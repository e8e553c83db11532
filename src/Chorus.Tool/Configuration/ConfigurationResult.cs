namespace Chorus.Configuration;

/// <summary>What was read of a configuration file; the options count only when there are no problems.</summary>
public sealed record ConfigurationResult(ChorusOptions Options, IReadOnlyList<ConfigurationProblem> Problems, IReadOnlyList<ConfigurationProblem> Warnings);
