using System.Text.RegularExpressions;

namespace Chorus.Tmux;

/// <summary>Makes targets that mean one thing only: tmux takes a bare name for the beginning of any name.</summary>
internal static partial class TmuxTarget
{
    /// <summary>A session by its id (<c>$3</c>) or by its whole name.</summary>
    public static string Session(string idOrName) =>
        SessionIds().IsMatch(idOrName) ? idOrName : $"={Name(idOrName)}";

    /// <summary>The current pane of a session, by the session's whole name.</summary>
    public static string PaneOf(string sessionName) => $"={Name(sessionName)}:";

    public static string Pane(string id) =>
        PaneIds().IsMatch(id) ? id : throw new ArgumentException($"'{id}' is not a pane id.", nameof(id));

    /// <summary>Checks a name: with other characters tmux would change it or read it as part of a target.</summary>
    public static string Name(string name) =>
        Names().IsMatch(name) ? name : throw new ArgumentException($"'{name}' is not a session name.", nameof(name));

    [GeneratedRegex(@"^\$[0-9]{1,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SessionIds();

    [GeneratedRegex(@"^%[0-9]{1,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PaneIds();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
