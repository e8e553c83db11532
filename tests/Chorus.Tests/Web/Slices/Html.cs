using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Chorus.Web.Assets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using RazorSlices;

namespace Chorus.Tests.Web.Slices;

/// <summary>Renders slices the way the server does and reads them the way a browser does.</summary>
internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The pages' own files, as they stand in the repository.</summary>
    internal static Bundles Bundles { get; } = new(new PhysicalFileProvider(Repository.Folder("wwwroot")));

    private static readonly ServiceProvider Services = new ServiceCollection().AddSingleton(Bundles).BuildServiceProvider();

    public static async Task<string> TextAsync(RazorSlice slice)
    {
        slice.ServiceProvider = Services;
        return await slice.RenderAsync(htmlEncoder: Encoder);
    }

    public static async Task<IHtmlDocument> PageAsync(RazorSlice slice) => new HtmlParser().ParseDocument(await TextAsync(slice));
}
