using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Chorus.Processes;

namespace Chorus.Tmux;

/// <summary>A tmux release such as 3.3a, comparable with others.</summary>
public readonly partial record struct TmuxVersion(int Major, int Minor, string Letter) : IComparable<TmuxVersion>
{
    /// <summary>The oldest release that can list, filter and attach the way <see cref="TmuxServer"/> does.</summary>
    public static TmuxVersion Minimum { get; } = new(3, 2, "a");

    /// <summary>The first release that does not end with all its sessions when text is pasted into a dead pane.</summary>
    public static TmuxVersion Recommended { get; } = new(3, 4, "");

    public bool IsSupported => CompareTo(Minimum) >= 0;

    public bool IsRecommended => CompareTo(Recommended) >= 0;

    /// <summary>Asks the program itself.</summary>
    public static async Task<TmuxVersion> ReadAsync(string program, CancellationToken cancellationToken)
    {
        var result = await ProcessRunner.RunAsync(new ProcessRequest(program, ["-V"]), cancellationToken);
        return TryParse(result.Output, out var version)
            ? version
            : throw new TmuxException($"{program} -V", $"answered '{result.Output.Trim()}', which names no version");
    }

    /// <summary>Understands what <c>tmux -V</c> and <c>#{version}</c> say: "tmux 3.3a", "tmux next-3.8", "3.4-rc2".</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TmuxVersion version)
    {
        version = default;
        if (text is null || Pattern().Match(text) is not { Success: true } match) { return false; }

        version = new TmuxVersion(
            int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture),
            match.Groups["letter"].Value);
        return true;
    }

    public int CompareTo(TmuxVersion other) =>
        (Major, Minor).CompareTo((other.Major, other.Minor)) is var numbers and not 0
            ? numbers
            : string.CompareOrdinal(Letter, other.Letter);

    public static bool operator <(TmuxVersion left, TmuxVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(TmuxVersion left, TmuxVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(TmuxVersion left, TmuxVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TmuxVersion left, TmuxVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}{Letter}");

    [GeneratedRegex(@"^(?:tmux )?(?:next-)?(?<major>[0-9]{1,3})\.(?<minor>[0-9]{1,3})(?<letter>[a-z]?)(?:-rc[0-9]*)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
