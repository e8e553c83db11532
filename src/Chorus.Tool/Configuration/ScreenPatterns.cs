using System.Text.RegularExpressions;

namespace Chorus.Configuration;

/// <summary>Compiles the user's screen patterns: never backtracking, so that no screen can make one slow.</summary>
internal static partial class ScreenPatterns
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<Regex>? Read(TomlKeys keys, string key)
    {
        if (keys.Texts(key) is not { } texts)
        {
            return null;
        }

        var patterns = new List<Regex>();
        foreach (var (text, span) in texts)
        {
            // Old files doubled every backslash inside single quotes, where TOML keeps both. A real backslash is written \x5C.
            var pattern = DoubledBackslash().Replace(text, @"\$1");
            if (pattern != text)
            {
                keys.Warn(span, $"{key}: read as '{pattern}'; inside single quotes one backslash is enough");
            }

            try
            {
                patterns.Add(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline, Limit));
            }
            catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
            {
                keys.Problem(span, $"{key}: '{pattern}' is not a pattern this program can use: {failure.Message}");
            }
        }

        return patterns;
    }

    [GeneratedRegex(@"\\\\([dDwWsSbB(){}\[\].?*+|^$])")]
    private static partial Regex DoubledBackslash();
}
