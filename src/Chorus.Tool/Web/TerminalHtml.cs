using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chorus.Processes;

namespace Chorus.Web;

/// <summary>Turns a captured screen into HTML that keeps colours and weights as classes and nothing else of what a terminal can do.</summary>
public static partial class TerminalHtml
{
    private const char Escape = '\x1b';

    public static string Render(string ansi)
    {
        var html = new StringBuilder(ansi.Length + (ansi.Length / 4));
        var style = TerminalStyle.Plain;
        var open = "";
        var at = 0;
        while (at < ansi.Length)
        {
            if (ansi[at] == Escape)
            {
                at = Sequence(ansi, at, ref style);
                continue;
            }

            if (Shown(ansi[at]))
            {
                open = Switch(html, open, style.Classes);
                Append(html, ansi[at]);
            }

            at++;
        }

        _ = Switch(html, open, "");
        return LongRule().Replace(html.ToString(), "<span class=\"rule\">$0</span>");
    }

    /// <summary>A drawn line is as long as the terminal is wide; a narrow page cuts it instead of wrapping it over many lines.</summary>
    [GeneratedRegex("[─╌▔━═]{40,}")]
    private static partial Regex LongRule();

    private static string Switch(StringBuilder html, string open, string wanted)
    {
        if (open == wanted)
        {
            return open;
        }

        if (open.Length > 0)
        {
            html.Append("</span>");
        }

        if (wanted.Length > 0)
        {
            html.Append("<span class=\"").Append(wanted).Append("\">");
        }

        return wanted;
    }

    /// <summary>Line breaks and tabs stay; every other control character (backspace, bare CR, C1) is dropped, and so is what would turn the order of a line around.</summary>
    private static bool Shown(char letter) => letter is '\n' or '\t' || !(char.IsControl(letter) || HiddenCharacters.ChangesDirection(letter));

    private static void Append(StringBuilder html, char letter) => _ = letter switch
    {
        '<' => html.Append("&lt;"),
        '>' => html.Append("&gt;"),
        '&' => html.Append("&amp;"),
        '"' => html.Append("&quot;"),
        '\'' => html.Append("&#39;"),
        _ => html.Append(letter),
    };

    /// <summary>Reads one escape sequence and returns the position after it. Only SGR has an effect.</summary>
    private static int Sequence(string text, int at, ref TerminalStyle style)
    {
        var kind = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (kind)
        {
            case '[':
                return ControlSequence(text, at + 2, ref style);
            case ']' or 'P' or '^' or '_' or 'X':
                return StringSequence(text, at + 2);
            case '\0':
                return text.Length;
            default:
                // Intermediate bytes (ESC ( B), then one final byte.
                var end = at + 1;
                while (end < text.Length && text[end] is >= ' ' and <= '/')
                {
                    end++;
                }

                return Math.Min(end + 1, text.Length);
        }
    }

    private static int ControlSequence(string text, int start, ref TerminalStyle style)
    {
        var end = start;
        while (end < text.Length && text[end] is >= ' ' and <= '?')
        {
            end++;
        }

        if (end >= text.Length)
        {
            return end;
        }

        // A byte that cannot end a sequence (a line break, another ESC) means it was broken off: nothing after it is lost.
        if (text[end] is < '@' or > '~')
        {
            return end;
        }

        if (text[end] == 'm' && Numbers(text.AsSpan(start, end - start)) is { } numbers)
        {
            style = style.After(numbers);
        }

        return end + 1;
    }

    /// <summary>OSC, DCS, PM, APC and SOS end with BEL or ST, or at the latest with the line.</summary>
    private static int StringSequence(string text, int start)
    {
        for (var at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\a' or '\u009c':
                    return at + 1;
                case Escape:
                    return at + 1 < text.Length && text[at + 1] == '\\' ? at + 2 : at;
                case '\n':
                    return at;
            }
        }

        return text.Length;
    }

    /// <summary>The parameters of an SGR sequence; null for private ones such as <c>ESC[&gt;4m</c>.</summary>
    private static List<int>? Numbers(ReadOnlySpan<char> parameters)
    {
        var numbers = new List<int>();
        foreach (var range in parameters.SplitAny(';', ':'))
        {
            var part = parameters[range];
            if (part.IsEmpty)
            {
                numbers.Add(0);
            }
            else if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                return null;
            }
        }

        return numbers;
    }
}
