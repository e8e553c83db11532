using System.Text;

namespace Chorus.Processes;

/// <summary>Makes text that comes from elsewhere safe for the place it goes to.</summary>
public static partial class UntrustedText
{
    /// <summary>What may be pasted into a terminal: no ESC, no other control character but newline and tab.</summary>
    public static string ForTerminalInput(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (character is '\n' or '\t' || !char.IsControl(character)) { kept.Append(character); }
        }
        return kept.ToString();
    }
}
