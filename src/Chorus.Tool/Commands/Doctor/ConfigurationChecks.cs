using Chorus.Configuration;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at <c>chorus.toml</c>. One that cannot be used is replaced by the defaults, so that everything else is still looked at.</summary>
internal static class ConfigurationChecks
{
    private const string Subject = "config";

    /// <exception cref="CommandFailure">The file was named and does not exist.</exception>
    public static (ChorusOptions Options, IReadOnlyList<Finding> Findings) Run(string? named, string project)
    {
        if (named is not null && !File.Exists(named)) { throw new CommandFailure(ExitCode.WrongUsage, $"The configuration file {named} does not exist."); }

        var file = named ?? Path.Combine(project, "chorus.toml");
        if (!File.Exists(file)) { return (new ChorusOptions(), [new(Grade.Ok, Subject, "no chorus.toml; the defaults hold")]); }

        var result = ConfigurationFile.Load(file);
        var warnings = result.Warnings.Select(warning => new Finding(Grade.Warn, Subject, warning.ToString(), "It is read all the same; the README tells how it is written now."));
        IReadOnlyList<string> problems = result.Problems.Count > 0 ? [.. result.Problems.Select(problem => problem.ToString())] : OptionsCheck.Check(result.Options);
        return problems.Count > 0
            ? (new ChorusOptions(), [.. problems.Select(problem => new Finding(Grade.Fail, Subject, problem, "chorus serve does not start with it; the README lists every key.")), .. warnings])
            : (result.Options, [new(Grade.Ok, Subject, file), .. warnings]);
    }
}
