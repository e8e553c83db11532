using System.Globalization;
using System.Text;

namespace Chorus.Tmux;

/// <summary>Writes commands in tmux's own language so that every argument arrives byte for byte, on one line.</summary>
internal static class TmuxSyntax
{
    /// <summary>One command; every argument is quoted.</summary>
    public static string Command(string name, params IEnumerable<string> arguments)
    {
        var line = new StringBuilder(name);
        foreach (var argument in arguments)
        {
            line.Append(' ');
            Quote(line, argument);
        }
        return line.ToString();
    }

    /// <summary>Commands that run one after the other; the first that fails ends the sequence.</summary>
    public static string Sequence(params IEnumerable<string> commands) => string.Join(" ; ", commands);

    /// <summary>Runs <paramref name="then"/> or <paramref name="otherwise"/>, decided by the server itself in the same pass.
    /// Neither may hold foreign text: tmux 3.2 reads what stands in braces twice.</summary>
    public static string If(string paneId, string format, string then, string otherwise) =>
        $"{Command("if-shell", "-F", "-t", paneId, format)} {Braces(then)} {Braces(otherwise)}";

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        Quote(quoted, text);
        return quoted.ToString();
    }

    private static string Braces(string commands) => commands.Length == 0 ? "\"\"" : $"{{ {commands} }}";

    private static void Quote(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '\0' => throw new ArgumentException("A text for tmux cannot hold a NUL character.", nameof(text)),
                // A leading ~ and every $ are expanded between double quotes, too.
                '"' or '\\' or '$' or '~' => line.Append('\\').Append(character),
                '\n' => line.Append("\\n"),
                '\x7f' => line.Append("\\177"),
                < ' ' => line.Append('\\').Append(Octal(character)),
                _ => line.Append(character),
            };
        }
        line.Append('"');
    }

    private static string Octal(char character) =>
        Convert.ToString(character, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);
}
