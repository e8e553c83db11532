using System.Globalization;
using System.Text;

namespace Chorus.Claude;

/// <summary>
/// Plans how a message is typed so that Claude Code takes it as one prompt, word for word. Measured with 2.1.330: a paste of more than three lines or
/// 800 characters reaches the model wrapped as untrusted pasted content; several smaller ones do not, however fast they come and however slow the
/// program reads. Typed keys become such a paste whenever the program is too slow to read them one by one.
/// </summary>
public static class PromptTyping
{
    private const int MaxLines = 3;
    /// <summary>Below the measured 800, so that the newline in front of a piece never counts too much.</summary>
    private const int MaxCharacters = 700;

    /// <summary>The steps that type and submit the text; none when nothing is left to submit.</summary>
    public static IReadOnlyList<TypingStep> Plan(string text)
    {
        var prompt = AsReceived(text);
        if (prompt.Length == 0)
        {
            return [];
        }

        // A first "!" would run the rest as a shell command, and a last "\" would turn Enter into a newline.
        var typed = (prompt[0] == '!' ? "\n" : "") + prompt + (prompt[^1] == '\\' ? " " : "");
        List<TypingStep> steps = [.. Pieces(typed).Select(piece => new TypingStep.Paste(piece))];
        steps.Add(new TypingStep.Key("Enter"));
        return steps;
    }

    /// <summary>
    /// The text as the model will get it, but for the newline that disarms a first "!" and accents, which Claude Code composes: its input box makes a tab
    /// four spaces and trims the end. Hidden characters go, because it asks about some of them before it submits; controls go, because they are keys.
    /// </summary>
    public static string AsReceived(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal);
        var kept = new StringBuilder(lines.Length);
        foreach (var rune in lines.EnumerateRunes())
        {
            if (rune.Value == '\n' || !IsHidden(rune))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().TrimEnd();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // The joiners are part of emoji and of several scripts.
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.Control => true,
        _ => false,
    };

    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var newlines = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var breaks = element == "\n" ? 1 : 0;
            if (piece.Length > 0 && (newlines + breaks >= MaxLines || piece.Length + element.Length > MaxCharacters))
            {
                yield return piece.ToString();
                piece.Clear();
                newlines = 0;
            }

            piece.Append(element);
            newlines += breaks;
        }

        yield return piece.ToString();
    }
}
