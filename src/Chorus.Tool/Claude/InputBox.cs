using System.Text;
using System.Text.RegularExpressions;

namespace Chorus.Claude;

/// <summary>Reads what stands in Claude Code's input box, so that a message is never typed behind somebody's half-written line.</summary>
public static partial class InputBox
{
    /// <summary>
    /// The draft in the box, from a capture with colours: null when no box is seen, empty when nothing is in it.
    /// A hint ("Press up to edit queued messages") is no draft: it is dim, with the cursor on its first letter (2.1.330). Shell mode keeps its "!".
    /// </summary>
    public static string? Draft(string colouredScreen)
    {
        ArgumentNullException.ThrowIfNull(colouredScreen);
        var coloured = colouredScreen.Split('\n');
        string[] plain = [.. coloured.Select(line => Colour().Replace(line, "").TrimEnd())];
        var bottom = Array.FindLastIndex(plain, line => Rule().IsMatch(line));
        var top = bottom > 0 ? Array.FindLastIndex(plain, bottom - 1, line => Rule().IsMatch(line)) : -1;
        if (top < 0 || top + 1 >= bottom || plain[top + 1] is not ['❯' or '!', ..])
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var line in coloured[(top + 1)..bottom])
        {
            AppendBright(text, line);
            text.Append('\n');
        }

        var draft = text.ToString().Replace('\u00a0', ' ').Trim();
        return draft.StartsWith('❯') ? draft[1..].Trim() : draft;
    }

    /// <summary>Leaves out what is dim, and the inverted letter right before it, which is the hint's first one under the cursor.</summary>
    private static void AppendBright(StringBuilder text, string line)
    {
        var (dim, inverse, position, cursor) = (false, false, 0, -1);
        foreach (Match code in Colour().Matches(line))
        {
            var run = line[position..code.Index];
            Append(text, run, dim, inverse, ref cursor);
            position = code.Index + code.Length;
            foreach (var number in code.Groups[1].Value.Split(';'))
            {
                (dim, inverse) = number switch
                {
                    "" or "0" => (false, false),
                    "2" => (true, inverse),
                    "22" => (false, inverse),
                    "7" => (dim, true),
                    "27" => (dim, false),
                    _ => (dim, inverse),
                };
            }
        }

        Append(text, line[position..], dim, inverse, ref cursor);
    }

    private static void Append(StringBuilder text, string run, bool dim, bool inverse, ref int cursor)
    {
        if (run.Length == 0)
        {
            return;
        }

        if (!dim)
        {
            cursor = inverse ? text.Length : -1;
            text.Append(run);
        }
        else if (cursor >= 0)
        {
            text.Length = cursor;
            cursor = -1;
        }
    }

    [GeneratedRegex(@"\x1b\[([0-9;]*)m", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();

    [GeneratedRegex("^─{20,}", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();
}
