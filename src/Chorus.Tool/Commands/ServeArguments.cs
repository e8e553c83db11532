namespace Chorus.Commands;

/// <summary>What <c>chorus serve</c> was asked for; null leaves the decision to the configuration file.</summary>
internal sealed record ServeArguments(string? Config, string Project, string? Host, int? Port, bool NoOpen);
