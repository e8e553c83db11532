using Chorus.Events;
using Chorus.Tasks;

namespace Chorus.Web.Json;

/// <summary>Something that was heard about a task, and what it made of it: why Chorus thinks what it thinks.</summary>
/// <param name="Status">Such as "idle, interrupted"; null when nothing changed.</param>
/// <param name="Times">How often it was heard in a row.</param>
public sealed record SignalJson(DateTimeOffset At, string Source, string What, string? Status, int Times)
{
    public static SignalJson From(HeardSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return new SignalJson(signal.At, Words.Of(signal.Source), signal.What, signal.Status, signal.Times);
    }
}
