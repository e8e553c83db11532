using Chorus.Processes;

namespace Chorus.Web.Views;

/// <summary>One change of a task's status: when, from what to what, why, and who said so; all words, ready to show.</summary>
public sealed record StatusEventView(DateTimeOffset At, string From, string To, string Reason, string Detail, string Source)
{
    internal StatusEventView Visible() => this with
    {
        From = UntrustedText.VisibleLine(From),
        To = UntrustedText.VisibleLine(To),
        Reason = UntrustedText.VisibleLine(Reason),
        Detail = UntrustedText.VisibleLine(Detail),
        Source = UntrustedText.VisibleLine(Source),
    };
}

/// <summary>The last status events of a task, newest first.</summary>
public sealed record WhyView(IReadOnlyList<StatusEventView> Events)
{
    public static WhyView From(IReadOnlyList<StatusEventView> events) => new([.. events.Select(one => one.Visible())]);
}
