using System.Globalization;

namespace Chorus.Web.Views;

/// <summary>Says in words how long something has been going on.</summary>
public static class Ages
{
    /// <summary>From here on a wait is called late and its age is lit.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromMinutes(10);

    public static string Words(DateTimeOffset since, DateTimeOffset now) => Words(now - since);

    /// <summary>One unit only, rounded down: a list of ages stays quiet. The page's script counts on by the same rule.</summary>
    public static string Words(TimeSpan age)
    {
        var (amount, unit) = age switch
        {
            { Ticks: < 0 } => (0, "s"),
            { TotalSeconds: < 60 } => ((long)age.TotalSeconds, "s"),
            { TotalMinutes: < 60 } => ((long)age.TotalMinutes, "min"),
            { TotalHours: < 48 } => ((long)age.TotalHours, "h"),
            _ => ((long)age.TotalDays, "days"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{amount} {unit}");
    }

    public static bool IsLate(DateTimeOffset since, DateTimeOffset now) => now - since >= Late;

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Clock time in UTC; the page's script turns it into local time.</summary>
    public static string Clock(DateTimeOffset time) =>
        time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
