using System.Globalization;
using System.Text.RegularExpressions;

namespace Chorus.Commands.Scripted;

/// <summary>One <c>[[name: words]]</c> of a prompt: what the scripted agent shall do.</summary>
internal sealed partial record Directive(string Name, string Words)
{
    private static readonly HashSet<string> Known = ["bash", "write", "edit", "ask", "ask-multi", "plan", "tool", "show", "say", "slow", "busy", "fail", "limit"];

    public double Seconds => double.TryParse(Words, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86400 ? seconds : 0;

    /// <summary>The words between the bars; further bars belong to the last part.</summary>
    public string[] Parts(int most) => Words.Split('|', most, StringSplitOptions.TrimEntries);

    /// <summary>The known directives of a text, in order; anything else is text.</summary>
    public static IReadOnlyList<Directive> In(string text) =>
        [.. Pattern().Matches(text)
            .Select(match => new Directive(match.Groups[1].Value, match.Groups[2].Value.Trim()))
            .Where(directive => Known.Contains(directive.Name))];

    public static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\e", "\e", StringComparison.Ordinal);

    [GeneratedRegex(@"\[\[([a-z-]+)(?::(.*?))?\]\](?!\])", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
