using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chorus.Tasks;

/// <summary>A task's number, counted per project and never given out twice.</summary>
public readonly record struct TaskId(long Value) : IParsable<TaskId>
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static TaskId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a task number.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        var parsed = long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        result = new TaskId(parsed ? value : 0);
        return parsed;
    }
}
