using System.CommandLine;
using System.CommandLine.Parsing;

namespace Chorus.Commands;

/// <summary>What was really typed: a flag has a value also where it was not.</summary>
internal static class Given
{
    public static bool Has(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    public static bool Has(this CommandResult command, Option option) => command.GetResult(option) is { Implicit: false };

    public static bool Has(this CommandResult command, Argument argument) => command.GetResult(argument) is { Tokens.Count: > 0 };

    /// <summary>Whether the option was given with this very word.</summary>
    public static bool Has(this CommandResult command, Option option, string word) => command.GetResult(option)?.Tokens.Any(token => token.Value == word) == true;

    /// <summary>Refuses a command line that is wrong as a whole, before any server is asked.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static void Refuse(this Command command, Func<CommandResult, string?> problem) => command.Validators.Add(result =>
    {
        if (problem(result) is { } wrong) { result.AddError(wrong); }
    });
}
