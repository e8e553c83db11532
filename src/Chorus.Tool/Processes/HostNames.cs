using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Finds host names and addresses that only look like the ones they seem to be.</summary>
internal static class HostNames
{
    private const string OnlyLooksLatin = "only looks like a Latin one";

    /// <summary>Characters that look like the slash, dot, colon or @ that ends a part of an address, but do not end it.</summary>
    private static readonly SearchValues<char> FalseSeparators = SearchValues.Create("\u2044\u2215\u29F8\u2024\u2236");

    /// <summary>The same, but honest punctuation in Chinese and Japanese unless a name goes on after it.</summary>
    private static readonly SearchValues<char> WideSeparators = SearchValues.Create("\uFF0F\uFF0E\u3002\uFF61\uFF1A\uFF20");

    private static readonly SearchValues<char> EndOfAuthority = SearchValues.Create(" \t\n\r\"'<>?#/\\`(){}|;,");

    public static IEnumerable<LookAlikes.Imitation> In(string text) => Addresses(text).Concat(Names(text));

    /// <summary>Everything that follows <c>://</c>.</summary>
    private static IEnumerable<LookAlikes.Imitation> Addresses(string text)
    {
        for (var found = text.IndexOf("://", StringComparison.Ordinal); found >= 0; found = text.IndexOf("://", found + 3, StringComparison.Ordinal))
        {
            var start = found + 3;
            var end = start;
            while (end < text.Length && IsOfAuthority(text, end))
            {
                end++;
            }

            if (Ascii.IsValid(text.AsSpan(start, end - start)))
            {
                continue;
            }

            if (HasFalseSeparator(text.AsSpan(start, end - start)))
            {
                yield return new("the address ", text[start..end], "contains a character that only looks like a slash, dot, colon or @");
            }

            var user = text.AsSpan(start, end - start).LastIndexOf('@');
            var host = text.AsSpan(start + user + 1, end - start - user - 1);
            var port = host.IndexOf(':');
            if (Problem(port < 0 ? host : host[..port]) is { } problem)
            {
                yield return new("the host name ", text[(start + user + 1)..end], problem);
            }
        }
    }

    private static string? Problem(ReadOnlySpan<char> host)
    {
        var (onlyImitates, hasLatin) = (false, false);
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            var letters = LettersOf(label);
            if (letters.Mix)
            {
                return "mixes alphabets";
            }

            onlyImitates |= (label.Length > 1 && letters.OnlyImitate) || HasStyledLetter(label);
            hasLatin |= label.ContainsAnyInRange('a', 'z');
        }

        return onlyImitates && hasLatin ? OnlyLooksLatin : null;
    }

    /// <summary>Names without a scheme, such as <c>аррӏе.com</c>: a label of which every letter imitates a Latin one, before a Latin label. The name пример.com is honest.</summary>
    private static IEnumerable<LookAlikes.Imitation> Names(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && (text[end] is '.' or '-' || IsLetterOrDigit(text, end)))
            {
                end++;
            }

            if (end > start && Imitates(text.AsSpan(start, end - start)))
            {
                yield return new("the host name ", text[start..end], OnlyLooksLatin);
            }

            start = end + 1;
        }
    }

    private static bool Imitates(ReadOnlySpan<char> name)
    {
        if (Ascii.IsValid(name))
        {
            return false;
        }

        var imitated = false;
        foreach (var range in name.Split('.'))
        {
            var label = name[range];
            if (imitated && label.Length > 1 && !label.ContainsAnyExceptInRange('a', 'z'))
            {
                return true;
            }

            imitated = label.Trim("-0123456789").Length > 1 && LettersOf(label).OnlyImitate && !HasUpper(label);
        }

        return false;
    }

    private static LookAlikes.Letters LettersOf(ReadOnlySpan<char> label)
    {
        var letters = new LookAlikes.Letters();
        foreach (var rune in label.EnumerateRunes())
        {
            letters.Add(rune);
        }

        return letters;
    }

    private static bool HasFalseSeparator(ReadOnlySpan<char> authority)
    {
        for (var at = 0; at < authority.Length; at++)
        {
            var goesOn = at + 1 < authority.Length && char.IsAsciiLetterOrDigit(authority[at + 1]);
            if (FalseSeparators.Contains(authority[at]) || (goesOn && WideSeparators.Contains(authority[at])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Phonetic, click, wide, circled and mathematical letters: drawn like Latin ones, and often the same to a resolver.</summary>
    private static bool HasStyledLetter(ReadOnlySpan<char> label)
    {
        foreach (var rune in label.EnumerateRunes())
        {
            if (rune.Value is (>= 0x01C0 and <= 0x01C3) or (>= 0x0250 and <= 0x02AF and not 0x0259) or (>= 0x1D00 and <= 0x1DBF) or (>= 0x2100 and <= 0x214F)
                or (>= 0x2460 and <= 0x24FF) or (>= 0xFF10 and <= 0xFF5A) or (>= 0x1D400 and <= 0x1D7FF))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasUpper(ReadOnlySpan<char> label)
    {
        foreach (var letter in label)
        {
            if (char.IsUpper(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfAuthority(string text, int position) => text[position] < 0x80
        ? !EndOfAuthority.Contains(text[position])
        : IsLetterOrDigit(text, position) || FalseSeparators.Contains(text[position]) || WideSeparators.Contains(text[position]) || text[position] is >= '\u2460' and <= '\u24FF';

    private static bool IsLetterOrDigit(string text, int position) =>
        char.IsSurrogate(text[position]) || char.IsLetterOrDigit(text[position])
        || char.GetUnicodeCategory(text[position]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
