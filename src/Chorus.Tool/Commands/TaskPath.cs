using System.CommandLine;
using System.Globalization;

namespace Chorus.Commands;

/// <summary>Where the server has a task, or something of it.</summary>
internal static class TaskPath
{
    public static string Of(ParseResult parsed, Argument<long> id, string resource = "")
    {
        var task = "tasks/" + parsed.GetRequiredValue(id).ToString(CultureInfo.InvariantCulture);
        return resource.Length == 0 ? task : $"{task}/{resource}";
    }
}
