namespace Chorus.Web.Views;

/// <summary>Writes addresses of pages.</summary>
internal static class Address
{
    /// <summary>What stands behind the path: the parameters that have a value, in their order; empty for none.</summary>
    public static string Query(IEnumerable<(string Name, string Value)> parameters)
    {
        var text = string.Join('&', parameters.Where(one => one.Value.Length > 0).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
        return text.Length == 0 ? "" : "?" + text;
    }
}
