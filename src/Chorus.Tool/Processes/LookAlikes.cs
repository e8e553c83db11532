using System.Buffers;
using System.Text.RegularExpressions;

namespace Chorus.Processes;

/// <summary>Finds words and host names whose letters come from another script than they seem to.</summary>
internal static partial class LookAlikes
{
    /// <summary>Cyrillic, Greek and Armenian letters that most fonts draw exactly like a Latin one.</summary>
    private static readonly SearchValues<char> Imitations = SearchValues.Create(
        "аеорсухіјѕһԁԛԝӏгѵ" + "АВЕЗІЈКМНОРСТУХЅԌԜҮ" + "ονρικυτχϲϳ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" + "օոսցհՕՏ");

    /// <summary>Characters that look like the slash or the dot that ends a host name, but do not end it.</summary>
    private static readonly SearchValues<char> FalseSeparators = SearchValues.Create("\u2044\u2215\u29F8\uFF0F\uFF0E\u3002\uFF61\u2024\uFF1A\u2236\uFF20");

    public static IEnumerable<string> In(string text)
    {
        // Nothing in ASCII can imitate, and nearly every text is ASCII.
        if (System.Text.Ascii.IsValid(text))
        {
            return [];
        }

        var words = Word().EnumerateMatches(text);
        var found = new List<string>();
        foreach (var match in words)
        {
            var word = text.AsSpan(match.Index, match.Length);
            if (word.ContainsAny(Imitations) && HasLatin(word))
            {
                found.Add($"'{word}' mixes letters of different alphabets that look alike");
            }
        }

        foreach (var match in Host().EnumerateMatches(text))
        {
            var host = text.AsSpan(match.Index, match.Length);
            if (HasImitatingLabel(host))
            {
                found.Add($"the host name '{host}' only looks like a Latin one");
            }
        }

        foreach (var match in Address().EnumerateMatches(text))
        {
            var address = text.AsSpan(match.Index, match.Length);
            if (address.ContainsAny(FalseSeparators))
            {
                found.Add($"the address '{address}' contains a character that only looks like a slash, dot, colon or @");
            }
        }

        return found;
    }

    /// <summary>A label of which every letter imitates a Latin one (аррӏе.com); пример.com is not.</summary>
    private static bool HasImitatingLabel(ReadOnlySpan<char> host)
    {
        foreach (var range in host.Split('.'))
        {
            var label = host[range].Trim("-0123456789");
            if (label.Length > 1 && !label.ContainsAnyExcept(Imitations))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLatin(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (char.IsAsciiLetter(letter) || (letter is >= '\u00C0' and <= '\u024F' and not ('×' or '÷')))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"[\p{L}\p{M}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.[a-z]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://[^\s""'<>?#/]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
