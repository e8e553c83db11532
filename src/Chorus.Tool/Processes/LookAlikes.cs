using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chorus.Processes;

/// <summary>Finds words whose letters come from another alphabet than they seem to. A word that can be seen to mix (SQLная) is no imitation.</summary>
internal static class LookAlikes
{
    /// <summary>Cyrillic, Greek and Armenian letters that most fonts draw exactly like a Latin one.</summary>
    public static readonly SearchValues<char> Imitations = SearchValues.Create(
        "аеорсухіјѕһԁԛԝӏгѵ" + "АВЕЗІЈКМНОРСТУХЅԌԜҮ" + "ονρικυτχϲϳ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" + "օոսցհՕՏ");

    /// <summary>What is wrong with the words and host names of the text, each said once.</summary>
    public static IEnumerable<Imitation> In(string text) =>
        // Nothing in ASCII can imitate, and nearly every text is ASCII.
        Ascii.IsValid(text) ? [] : Words(text).Concat(HostNames.In(text)).Distinct();

    private static IEnumerable<Imitation> Words(string text)
    {
        var word = new Letters();
        var (start, position) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || IsMark(rune))
            {
                word.Add(rune);
            }
            else
            {
                if (word.Imitate)
                {
                    yield return Mixed(text, start, position);
                }

                word = new Letters();
                start = position + rune.Utf16SequenceLength;
            }

            position += rune.Utf16SequenceLength;
        }

        if (word.Imitate)
        {
            yield return Mixed(text, start, position);
        }
    }

    private static Imitation Mixed(string text, int start, int end) => new("", text[start..end], "mixes letters of different alphabets that look alike");

    private static bool IsMark(Rune rune) => !rune.IsAscii
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Something that only looks like what it seems to be: what it is, the part of the text, what is wrong with it.</summary>
    internal readonly record struct Imitation(string Noun, string Name, string Problem)
    {
        public string What => $"{Noun}{Findings.Quoted(Name)} {Problem}";
    }

    /// <summary>The alphabets of a word or of a label, and whether the letters of each do nothing but imitate Latin ones.</summary>
    internal struct Letters
    {
        private int scripts;
        private int honest;

        public readonly bool Any => scripts != 0;

        /// <summary>Latin beside letters of another alphabet that cannot be told from Latin.</summary>
        public readonly bool Imitate => Has(Script.Latin) && ((scripts & ~honest) & ~Bit(Script.Latin)) != 0;

        /// <summary>No letter of it is Latin, and every one looks it.</summary>
        public readonly bool OnlyImitate => Any && !Has(Script.Latin) && honest == 0;

        /// <summary>Alphabets that no honest host name has in one label.</summary>
        public readonly bool Mix
        {
            get
            {
                var confusable = scripts & (Bit(Script.Latin) | Bit(Script.Cyrillic) | Bit(Script.Greek) | Bit(Script.Armenian) | Bit(Script.Rare));
                return (confusable & (confusable - 1)) != 0 || (Has(Script.Latin) && Has(Script.Other));
            }
        }

        public void Add(Rune rune)
        {
            var script = Scripts.Of(rune);
            if (script is Script.Common)
            {
                return;
            }

            scripts |= Bit(script);
            if (script is not Script.Rare && !(rune.IsBmp && Imitations.Contains((char)rune.Value)))
            {
                honest |= Bit(script);
            }
        }

        private readonly bool Has(Script script) => (scripts & Bit(script)) != 0;

        private static int Bit(Script script) => 1 << (int)script;
    }
}
