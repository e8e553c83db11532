namespace Chorus.Web.Views;

/// <summary>A piece of a shell command: what it is to the shell (also its class on the page), and its letters.</summary>
public sealed record ShellPart(string Kind, VisibleText Text);

/// <summary>Tells the parts of a shell command apart, so that a second command, a redirect or a substitution cannot be overlooked. For the eye only: nothing is decided by it.</summary>
public static class ShellText
{
    public const string Plain = "";
    /// <summary>The program of each command.</summary>
    public const string Program = "sh-run";
    /// <summary>What joins commands or leads their output elsewhere.</summary>
    public const string Operator = "sh-op";
    /// <summary>What the shell runs or fills in first.</summary>
    public const string Expansion = "sh-fill";
    public const string Quoted = "sh-str";
    public const string Comment = "sh-note";

    /// <summary>The command is read as a whole before it is cut, so that what is a mark in it does not depend on where a part ends.</summary>
    public static IReadOnlyList<ShellPart> Of(string command)
    {
        var rest = VisibleText.Of(command);
        var parts = new List<ShellPart>();
        foreach (var (kind, start, end) in Split(command))
        {
            (var text, rest) = rest.CutSource(end - (command.Length - rest.SourceLength));
            if (text.Runs.Count > 0)
            {
                parts.Add(new ShellPart(kind, text));
            }
        }

        return parts;
    }

    internal static IEnumerable<(string Kind, int Start, int End)> Split(string text)
    {
        var isFirstWord = true;
        for (var at = 0; at < text.Length;)
        {
            var (kind, end) = Next(text, at, isFirstWord);
            // After an operator a program is named again; an assignment before it does not count.
            isFirstWord = kind switch
            {
                Operator => text[at] is not ('<' or '>'),
                Plain when string.IsNullOrWhiteSpace(text[at..end]) => isFirstWord || text.AsSpan(at, end - at).Contains('\n'),
                Plain or Program when isFirstWord && text.AsSpan(at, end - at).Contains('=') => true,
                _ => false,
            };
            yield return (kind, at, end);
            at = end;
        }
    }

    private static (string Kind, int End) Next(string text, int at, bool isFirstWord)
    {
        var letter = text[at];
        if (char.IsWhiteSpace(letter))
        {
            return (Plain, While(text, at, char.IsWhiteSpace));
        }

        return letter switch
        {
            '!' when isFirstWord => (Operator, at + 1),
            _ when IsOperator(letter) => (Operator, While(text, at, IsOperator)),
            '$' or '`' => (Expansion, AfterExpansion(text, at)),
            '\'' or '"' => (Quoted, AfterQuote(text, at)),
            '#' when at == 0 || char.IsWhiteSpace(text[at - 1]) => (Comment, text.IndexOf('\n', at) is var line and >= 0 ? line : text.Length),
            '\\' => (Plain, Math.Min(at + 2, text.Length)),
            _ => (isFirstWord ? Program : Plain, While(text, at + 1, other => !char.IsWhiteSpace(other) && !IsOperator(other) && other is not ('$' or '`' or '\'' or '"' or '\\'))),
        };
    }

    private static bool IsOperator(char letter) => letter is ';' or '&' or '|' or '<' or '>' or '(' or ')' or '{' or '}';

    private static int While(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>A quoted text with its quotes; the shell still fills in what stands between double ones, which is left to the reader.</summary>
    private static int AfterQuote(string text, int at)
    {
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\' && text[at] == '"')
            {
                end++;
            }
            else if (text[end] == text[at])
            {
                return end + 1;
            }
        }

        return text.Length;
    }

    /// <summary><c>$(...)</c>, <c>`...`</c>, <c>${...}</c> or <c>$NAME</c>, nested brackets included.</summary>
    private static int AfterExpansion(string text, int at)
    {
        if (text[at] == '`')
        {
            return text.IndexOf('`', at + 1) is var close and >= 0 ? close + 1 : text.Length;
        }

        if (at + 1 < text.Length && text[at + 1] is '(' or '{')
        {
            var depth = 0;
            for (var end = at + 1; end < text.Length; end++)
            {
                depth += text[end] switch { '(' or '{' => 1, ')' or '}' => -1, _ => 0 };
                if (depth == 0)
                {
                    return end + 1;
                }
            }

            return text.Length;
        }

        // $NAME, or one letter such as $? and $1.
        return Math.Max(While(text, at + 1, letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'), Math.Min(at + 2, text.Length));
    }
}
