using System.Text;

namespace Chorus.Events;

/// <summary>The spelling of enum values outside the program: kebab-case, as the HTTP contract has it.</summary>
public static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    /// <exception cref="FormatException">No value of <typeparamref name="T"/> is spelled so.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw new FormatException($"'{word}' is not a {typeof(T).Name}.");
    }
}
