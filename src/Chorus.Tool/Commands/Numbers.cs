using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Chorus.Commands;

/// <summary>The numbers of the command line; what is none is refused in words that do not speak of types.</summary>
internal static class Numbers
{
    public static Argument<long> Task() => new("id") { Description = "Number of the task.", CustomParser = result => Read(result, 1, long.MaxValue, "the number of a task") };

    /// <summary>An option that names one task.</summary>
    public static Option<long?> TaskOption(string name, string description) =>
        new(name) { Description = description, CustomParser = result => Read(result, 1, long.MaxValue, "the number of a task") };

    /// <summary>An option that may be given once.</summary>
    public static Option<int?> Option(string name, string description, int lowest = int.MinValue) =>
        new(name) { Description = description, CustomParser = result => (int)Read(result, lowest, int.MaxValue, lowest < 0 ? "a whole number" : $"a whole number from {lowest} on") };

    /// <summary>An option that names a task each time it is given.</summary>
    public static Option<long[]> Tasks(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value, 1, long.MaxValue, "the number of a task"))],
    };

    private static long Read(ArgumentResult result, long lowest, long highest, string what) => Read(result, result.Tokens[^1].Value, lowest, highest, what);

    private static long Read(ArgumentResult result, string text, long lowest, long highest, string what)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest) { return number; }

        result.AddError($"'{text}' is not {what}.");
        return lowest;
    }
}
