using AngleSharp.Dom;
using Chorus.Permissions;
using Chorus.Tests.Web.Views;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

/// <summary>Shows permission requests as the page does.</summary>
internal static class Card
{
    public static PermissionRequest Request(string tool, string input) => Sample.Request(1, "q1", tool, input, "x");

    public static Task<IElement> ShowAsync(string tool, string input, PermissionKind kind = PermissionKind.Tool) => ShowAsync(Request(tool, input) with { Kind = kind });

    public static async Task<IElement> ShowAsync(PermissionRequest request) =>
        (await Html.PageAsync(DecisionCard.Create(View(request)))).QuerySelector("#decision article")!;

    public static DecisionSlotView View(PermissionRequest request)
    {
        var facts = Sample.Facts(1) with { Open = [request] };
        return DecisionSlotView.From(facts.ChosenTask!, facts, Sample.Now);
    }
}
