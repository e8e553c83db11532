using System.Text.RegularExpressions;

namespace Chorus.Tmux;

/// <summary>Knows the names of keys: tmux would type a name it does not know as text.</summary>
internal static partial class TmuxKeys
{
    public static void Check(IReadOnlyList<string> names)
    {
        if (names.Count == 0) { throw new ArgumentException("At least one key is needed.", nameof(names)); }
        if (names.FirstOrDefault(name => !Keys().IsMatch(name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is not the name of a key.", nameof(names));
        }
    }

    [GeneratedRegex(@"^(?:[CMS]-){0,3}(?:[!-~]|Enter|Escape|Tab|BTab|Space|BSpace|Up|Down|Left|Right|Home|End|PageUp|PageDown|PgUp|PgDn|DC|IC|F(?:[1-9]|1[0-2]))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Keys();
}
