using System.Buffers;
using System.Text;

namespace Chorus.Processes;

/// <summary>Writes a request down the way a person would type it into a shell; for messages only, never to be run.</summary>
internal static class CommandLine
{
    private const int LongestWord = 400;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+.,/:@%");

    public static string For(ProcessRequest request)
    {
        var line = new StringBuilder();
        if (request.WorkingDirectory is { } folder)
        {
            line.Append("cd ").Append(Word(folder)).Append(" && ");
        }

        line.Append(Word(request.Program));
        foreach (var argument in request.Arguments)
        {
            line.Append(' ').Append(Word(argument));
        }

        return line.ToString();
    }

    private static string Word(string text)
    {
        // zsh looks up what stands behind a leading =.
        if (text.Length > 0 && text[0] != '=' && !text.AsSpan().ContainsAnyExcept(Plain))
        {
            return UntrustedText.SingleLine(text, LongestWord);
        }

        return $"'{UntrustedText.SingleLine(text, LongestWord).Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
