namespace Chorus.Web.Access;

/// <summary>Where a browser may be sent after its login: a path of this server, or the front page.</summary>
internal static class NextPage
{
    private const string Front = "/";

    public static string From(string? wanted)
    {
        // A browser drops tabs and newlines from a URL and reads "\" as "/", so none of them may be there.
        if (wanted is not { Length: > 0 and <= 2000 } || wanted[0] != '/' || wanted.StartsWith("//", StringComparison.Ordinal)
            || wanted.Any(letter => char.IsControl(letter) || letter == '\\'))
        {
            return Front;
        }

        var decoded = Uri.UnescapeDataString(wanted);
        var path = wanted.Split('?', '#')[0];
        return decoded.Any(char.IsControl) || path is "/login" or "/logout" ? Front : wanted;
    }
}
