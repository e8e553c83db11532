using System.Globalization;
using System.Text;

namespace Chorus.Web.Assets;

/// <summary>The 256 colours of a terminal as CSS classes: <c>f0</c> to <c>f255</c> for letters, <c>g0</c> to <c>g255</c> for their ground.</summary>
internal static class TerminalPalette
{
    /// <summary>What letters must differ from the ground at least, WCAG 2 level AA.</summary>
    private const double Contrast = 4.5;

    /// <summary>The lighter of the two grounds a screen is shown on (<c>--t-bg</c>).</summary>
    private static readonly Colour Ground = new(0x20, 0x22, 0x26);

    /// <summary>The first sixteen, which every terminal chooses for itself; their grounds are quieter than their letters.</summary>
    private static readonly (int Ink, int Ground)[] Named =
    [
        (0x7A7C82, 0x2A2C31), (0xF2938B, 0x6B2A26), (0x86C99A, 0x24513A), (0xE0BD74, 0x5C4A1C), (0x8FB8E8, 0x274A75), (0xD3A0E0, 0x583066), (0x7CC7CF, 0x1D5258), (0xD9DADE, 0x8A8D94),
        (0x93969D, 0x5A5D64), (0xFFAAA2, 0x8C3A34), (0xA2DFB4, 0x34704F), (0xF0D292, 0x7A6428), (0xADCDF5, 0x3A639B), (0xE6BBF0, 0x754488), (0x9ADDE4, 0x2B6F77), (0xFFFFFF, 0xD9DADE),
    ];

    public static string Css()
    {
        var css = new StringBuilder("/* The 256 colours of a terminal. */\n");
        for (var index = 0; index < 256; index++)
        {
            var (ink, ground) = index < 16 ? (Colour.Of(Named[index].Ink), Colour.Of(Named[index].Ground)) : (Xterm(index), Xterm(index));
            css.Append(CultureInfo.InvariantCulture, $".f{index}{{color:{Readable(ink)}}}.g{index}{{background:{ground}}}\n");
        }

        return css.ToString();
    }

    /// <summary>The cube of 6 x 6 x 6 and the 24 greys after it, as xterm defines them.</summary>
    private static Colour Xterm(int index)
    {
        if (index >= 232)
        {
            var grey = 8 + ((index - 232) * 10);
            return new Colour(grey, grey, grey);
        }

        var place = index - 16;
        return new Colour(Level(place / 36), Level(place / 6 % 6), Level(place % 6));

        static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);
    }

    /// <summary>Mixed with as much white as it takes.</summary>
    private static Colour Readable(Colour ink)
    {
        var mixed = ink;
        for (var white = 0.0; mixed.ContrastTo(Ground) < Contrast; white += 0.02)
        {
            mixed = ink.Mixed(white);
        }

        return mixed;
    }

    /// <summary>A colour in sRGB.</summary>
    private readonly record struct Colour(int Red, int Green, int Blue)
    {
        public static Colour Of(int rgb) => new(rgb >> 16, (rgb >> 8) & 0xFF, rgb & 0xFF);

        public Colour Mixed(double white) => new(Toward(Red, white), Toward(Green, white), Toward(Blue, white));

        /// <summary>https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio</summary>
        public double ContrastTo(Colour other)
        {
            var (one, two) = (Luminance, other.Luminance);
            return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

        private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        private static double Linear(int value) => value / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

        private static int Toward(int value, double white) => (int)Math.Round(value + ((255 - value) * white));
    }
}
