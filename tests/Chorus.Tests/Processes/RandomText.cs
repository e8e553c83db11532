namespace Chorus.Tests.Processes;

/// <summary>Texts of everything that hides, heaps up or changes direction, mixed with what looks like it and is honest; the same for the same seed.</summary>
internal sealed class RandomText(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", "rm -rf /", "ls", " ", "        ", "\t", "\t\t\t\t", "\n", "\n\n\n\n", "\r", "\r\n", "\0", "\x1b[2J", "\b", "\u007f", "\u0085", "\u009b", "\u00a0", "\u00ad", "\u3000", "\u2003", "\u2028", "\u2029",
        "\u200b", "\u200c", "\u200d", "\u200e", "\u202a", "\u202e", "\u2066", "\u2069", "\u2060", "\ufeff", "\u034f", "\u115f", "\u17b4", "\u2800", "\u3164", "\uffa0", "\ufe0f", "\ufe00", "\ufffc", "\ufffd",
        "\ue000", "\u0378", "\ufdd0", "\uffff", "\ud800", "\udc00", "\ud83d", "\U000E0041", "\U000E0100", "\U000E007F", "\U0010FFFF", "\U0001D159", "\u0301", "\u0301\u0302\u0303\u0304\u0305", "\u20e3", "\u0e49", "\u094d", "\u05b0",
        "é", "Привет", "gіthub", "https://", "аррӏе.com", "日本", "שלום", "مرحبا", "क", "ก", "😀", "👩\u200d💻", "❤\ufe0f", "1\ufe0f\u20e3", "🇩🇪", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
        "⟨U+202E⟩", "⟨12 spaces⟩", "⟨", "⟩", "|", "│", "<b>", "&amp;", "&#x202E;", "\"", "'", "\\", "{", "}", "\\u202e", "∕", "。", "@", ".", "/",
    ];

    private readonly Random random = new(seed);

    public string Next()
    {
        var text = "";
        for (var pieces = random.Next(0, 24); pieces > 0; pieces--)
        {
            text += random.Next(10) switch
            {
                0 => ((char)random.Next(0x10000)).ToString(),
                1 => new string(' ', random.Next(60)),
                _ => Pieces[random.Next(Pieces.Length)],
            };
        }

        return text;
    }
}
