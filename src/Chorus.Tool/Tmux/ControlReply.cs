using System.Globalization;

namespace Chorus.Tmux;

/// <summary>What one command answered.</summary>
internal sealed record ControlBlock(bool Failed, IReadOnlyList<string> Lines);

/// <summary>What a line of commands answered, one block each, and the notifications that came in between.</summary>
internal sealed record ControlReply(IReadOnlyList<ControlBlock> Blocks, IReadOnlyList<string> Notifications);

/// <summary>tmux said something that its control protocol does not allow; the connection cannot be trusted any more.</summary>
internal sealed class ControlProtocolException(string message) : Exception(message);

/// <summary>The three values that tie a <c>%end</c> to its <c>%begin</c>.</summary>
internal readonly record struct ControlGuard(string Values, int Flags)
{
    public const string Begin = "%begin ";
    public const string End = "%end ";
    public const string Error = "%error ";

    public static bool TryParseBegin(string line, out ControlGuard guard)
    {
        guard = default;
        if (!line.StartsWith(Begin, StringComparison.Ordinal)) { return false; }

        var values = line[Begin.Length..];
        var parts = values.Split(' ');
        if (parts.Length != 3
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var flags))
        {
            return false;
        }
        guard = new ControlGuard(values, flags);
        return true;
    }

    public bool EndsWith(string line, out bool failed)
    {
        failed = Matches(line, Error);
        return failed || Matches(line, End);
    }

    private bool Matches(string line, string word) =>
        line.Length == word.Length + Values.Length
        && line.StartsWith(word, StringComparison.Ordinal)
        && line.EndsWith(Values, StringComparison.Ordinal);
}
