using System.Globalization;

namespace Chorus.Web.Views;

/// <summary>Small numbers as words, the way a sentence wants them.</summary>
public static class Counts
{
    private static readonly string[] Words =
        ["Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

    public static string NeedYou(int count) => count switch
    {
        0 => "Nothing needs you",
        1 => "One needs you",
        _ => $"{Word(count)} need you",
    };

    /// <summary>As a word within a sentence.</summary>
    public static string Of(int count) => Word(count).ToLowerInvariant();

    private static string Word(int count) =>
        count < Words.Length ? Words[count] : count.ToString(CultureInfo.InvariantCulture);
}
