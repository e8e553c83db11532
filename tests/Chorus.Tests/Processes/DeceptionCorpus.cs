using System.Globalization;
using System.Text.RegularExpressions;

namespace Chorus.Tests.Processes;

/// <summary>
/// Two hundred commands and inputs that deceive and two hundred that do not, in many languages. One a line; <c>\n</c>, <c>\t</c>, <c>\\</c> and <c>\uXXXX</c>
/// stand for what would not survive an editor. A line that begins with a bracket is the whole input of a tool, every other one a command.
/// </summary>
internal static partial class DeceptionCorpus
{
    public static IReadOnlyList<string> Spoofed { get; } = Read("spoofed.txt");

    public static IReadOnlyList<string> Honest { get; } = Read("honest.txt");

    public static bool IsInput(string line) => line[0] is '{' or '[';

    /// <summary>The text with everything that is not plain ASCII spelled out, for messages.</summary>
    public static string Spell(string text) =>
        string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? $"{letter}" : $"\\u{((int)letter).ToString("X4", CultureInfo.InvariantCulture)}"));

    private static string[] Read(string file) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Samples", "Deception", file)).Where(line => !line.StartsWith("== ", StringComparison.Ordinal)).Select(Decode)];

    private static string Decode(string line) => Escape().Replace(line, match => match.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        '\\' => "\\",
        _ => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
    });

    [GeneratedRegex(@"\\(?:[nt\\]|u[0-9A-F]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
