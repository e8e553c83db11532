using System.Globalization;
using System.Text;

namespace Chorus.Web;

/// <summary>How the next letters of a terminal look, as set by SGR sequences; colours are numbers of the 256 palette.</summary>
internal readonly record struct TerminalStyle(int? Ink, int? Ground, TerminalMarks Marks)
{
    public static TerminalStyle Plain { get; }

    /// <summary>Class names of the stylesheet: <c>f1</c>, <c>g238</c>, <c>b</c>, ... Empty for plain text.</summary>
    public string Classes
    {
        get
        {
            var inverse = Marks.HasFlag(TerminalMarks.Inverse);
            var names = new StringBuilder();
            Add(names, 'f', inverse ? Ground : Ink);
            Add(names, 'g', inverse ? Ink : Ground);
            AddMark(names, inverse && Ground is null, "fi");
            AddMark(names, inverse && Ink is null, "gi");
            AddMark(names, Marks.HasFlag(TerminalMarks.Bold), "tb");
            AddMark(names, Marks.HasFlag(TerminalMarks.Dim), "td");
            AddMark(names, Marks.HasFlag(TerminalMarks.Italic), "ti");
            AddMark(names, Marks.HasFlag(TerminalMarks.Underline), "tu");
            AddMark(names, Marks.HasFlag(TerminalMarks.Struck), "ts");
            return names.ToString();
        }
    }

    public TerminalStyle After(IReadOnlyList<int> numbers)
    {
        var style = this;
        for (var at = 0; at < numbers.Count; at++)
        {
            if (numbers[at] is 38 or 48)
            {
                var (colour, used) = Extended(numbers, at + 1);
                style = numbers[at] == 38 ? style with { Ink = colour ?? style.Ink } : style with { Ground = colour ?? style.Ground };
                at += used;
            }
            else
            {
                style = style.After(numbers[at]);
            }
        }

        return style;
    }

    private TerminalStyle After(int number) => number switch
    {
        0 => Plain,
        1 => With(TerminalMarks.Bold),
        2 => With(TerminalMarks.Dim),
        3 => With(TerminalMarks.Italic),
        4 or 21 => With(TerminalMarks.Underline),
        7 => With(TerminalMarks.Inverse),
        9 => With(TerminalMarks.Struck),
        22 => Without(TerminalMarks.Bold | TerminalMarks.Dim),
        23 => Without(TerminalMarks.Italic),
        24 => Without(TerminalMarks.Underline),
        27 => Without(TerminalMarks.Inverse),
        29 => Without(TerminalMarks.Struck),
        >= 30 and <= 37 => this with { Ink = number - 30 },
        39 => this with { Ink = null },
        >= 40 and <= 47 => this with { Ground = number - 40 },
        49 => this with { Ground = null },
        >= 90 and <= 97 => this with { Ink = number - 90 + 8 },
        >= 100 and <= 107 => this with { Ground = number - 100 + 8 },
        _ => this,
    };

    private TerminalStyle With(TerminalMarks mark) => this with { Marks = Marks | mark };

    private TerminalStyle Without(TerminalMarks mark) => this with { Marks = Marks & ~mark };

    /// <summary>What follows 38 or 48: <c>5;n</c> or <c>2;r;g;b</c>.</summary>
    private static (int? Colour, int Used) Extended(IReadOnlyList<int> numbers, int at)
    {
        if (at + 1 < numbers.Count && numbers[at] == 5)
        {
            return (Math.Clamp(numbers[at + 1], 0, 255), 2);
        }

        return at + 3 < numbers.Count && numbers[at] == 2
            ? (Nearest(numbers[at + 1], numbers[at + 2], numbers[at + 3]), 4)
            : (null, numbers.Count - at);
    }

    /// <summary>The nearest colour of the palette's 6x6x6 cube or of its 24 greys.</summary>
    private static int Nearest(int red, int green, int blue)
    {
        var (r, g, b) = (Step(red), Step(green), Step(blue));
        var cube = Distance(red, green, blue, Level(r), Level(g), Level(b));
        var grey = Math.Clamp((((red + green + blue) / 3) - 3) / 10, 0, 23);
        var level = 8 + (grey * 10);
        return Distance(red, green, blue, level, level, level) < cube ? 232 + grey : 16 + (36 * r) + (6 * g) + b;
    }

    private static int Step(int value) => value < 48 ? 0 : value < 115 ? 1 : Math.Min(5, (value - 35) / 40);

    private static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);

    private static int Distance(int red, int green, int blue, int otherRed, int otherGreen, int otherBlue) =>
        ((red - otherRed) * (red - otherRed)) + ((green - otherGreen) * (green - otherGreen)) + ((blue - otherBlue) * (blue - otherBlue));

    private static void Add(StringBuilder names, char kind, int? colour)
    {
        if (colour is { } number)
        {
            AddMark(names, wanted: true, string.Create(CultureInfo.InvariantCulture, $"{kind}{number}"));
        }
    }

    private static void AddMark(StringBuilder names, bool wanted, string name)
    {
        if (wanted)
        {
            names.Append(names.Length > 0 ? " " : "").Append(name);
        }
    }
}

/// <summary>Weights and decorations of terminal text.</summary>
[Flags]
internal enum TerminalMarks
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Italic = 4,
    Underline = 8,
    Inverse = 16,
    Struck = 32,
}
