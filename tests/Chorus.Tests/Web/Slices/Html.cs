using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using RazorSlices;

namespace Chorus.Tests.Web.Slices;

/// <summary>Renders slices the way the server does and reads them the way a browser does.</summary>
internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static async Task<string> TextAsync(RazorSlice slice) => await slice.RenderAsync(htmlEncoder: Encoder);

    public static async Task<IHtmlDocument> PageAsync(RazorSlice slice) => new HtmlParser().ParseDocument(await TextAsync(slice));
}
