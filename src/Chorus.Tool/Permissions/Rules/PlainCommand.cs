using System.Buffers;
using System.Text;
using Chorus.Processes;

namespace Chorus.Permissions.Rules;

/// <summary>
/// A shell command that is one program with arguments and nothing else: no second command, no substitution, no redirect, no assignment, nothing that hides.
/// Only such a command can be covered by its first words; any doubt makes it not plain.
/// </summary>
internal sealed class PlainCommand
{
    /// <summary>With any of these a shell may do more than run one program, also between double quotes.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(";&|<>(){}$`\\\n\r#!~^");

    /// <summary>Programs that run what their arguments name: their first words say nothing about what happens.</summary>
    private static readonly HashSet<string> Runners = new(StringComparer.Ordinal)
    {
        "sudo", "doas", "su", "env", "xargs", "sh", "bash", "zsh", "dash", "fish", "ksh", "eval", "exec", "command", "builtin", "source", ".", "nohup", "nice", "ionice",
        "time", "timeout", "stdbuf", "setsid", "watch", "parallel", "ssh", "chroot", "unshare", "strace", "script", "expect", "find", "awk", "gawk", "sed", "perl", "ruby", "osascript",
    };

    private PlainCommand(IReadOnlyList<string> words) => Words = words;

    /// <summary>The words as a shell would split them, without their quotes.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Null when the command is not plain.</summary>
    public static PlainCommand? Read(string command)
    {
        if (command.AsSpan().ContainsAny(Special) || UntrustedText.IsDeceptive(command, out _))
        {
            return null;
        }

        return Split(command) is { Count: > 0 } words && !words[0].Contains('=', StringComparison.Ordinal) ? new PlainCommand(words) : null;
    }

    public bool StartsWith(IReadOnlyList<string> prefix) => prefix.Count <= Words.Count && prefix.Select((word, index) => word == Words[index]).All(same => same);

    /// <summary>First words that name what is done, at least two, the narrowest first: "git checkout main" and "git checkout".</summary>
    public IEnumerable<string> Prefixes()
    {
        if (Runners.Contains(Path.GetFileName(Words[0])))
        {
            yield break;
        }

        var plain = Words.TakeWhile((word, index) => IsName(word, index == 0)).Take(4).ToList();
        for (var count = plain.Count; count >= 2; count--)
        {
            yield return string.Join(' ', plain.Take(count));
        }
    }

    /// <summary>A word that needs no quotes, is no option and no pattern.</summary>
    private static bool IsName(string word, bool isProgram) =>
        word.Length is > 0 and <= 60
        && (char.IsAsciiLetterOrDigit(word[0]) || (isProgram && word[0] is '.' or '/'))
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or ':' or '/' or '@' or '+');

    /// <summary>Null when a quote is not closed.</summary>
    private static List<string>? Split(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, inWord) = ('\0', false);
        foreach (var letter in command)
        {
            if (quote != '\0')
            {
                if (letter == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(letter);
                }
            }
            else if (letter is '\'' or '"')
            {
                (quote, inWord) = (letter, true);
            }
            else if (letter is ' ' or '\t')
            {
                if (inWord)
                {
                    words.Add(word.ToString());
                }

                (_, inWord) = (word.Clear(), false);
            }
            else
            {
                (_, inWord) = (word.Append(letter), true);
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : null;
    }
}
