using Chorus.Web.Access;
using Microsoft.Extensions.FileProviders;

namespace Chorus.Web.Assets;

/// <summary>The stylesheet and the script of all pages, each put together from small files in the order of their names: a page needs one request for each.</summary>
internal sealed class Bundles
{
    public Bundles(IFileProvider files)
    {
        Css = new Bundle("css", "chorus", "css", "text/css; charset=utf-8", [.. Texts("css"), TerminalPalette.Css()]);
        // The extension first: it has to be there when htmx starts.
        Script = new Bundle("js", "chorus", "js", "text/javascript; charset=utf-8", [Text("vendor/htmx/hx-sse.min.js"), .. Texts("js/page")]);

        IEnumerable<string> Texts(string folder) =>
            files.GetDirectoryContents(folder).Select(file => file.Name).Where(name => Path.GetExtension(name) is ".css" or ".js").Order(StringComparer.Ordinal).Select(name => Text($"{folder}/{name}"));

        string Text(string path)
        {
            using var reader = new StreamReader(files.GetFileInfo(path).CreateReadStream());
            return reader.ReadToEnd();
        }
    }

    public Bundle Css { get; }

    public Bundle Script { get; }
}

/// <summary>Maps the bundles.</summary>
internal static class BundleEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapBundles(this IEndpointRouteBuilder routes)
    {
        var bundles = routes.ServiceProvider.GetRequiredService<Bundles>();
        foreach (var bundle in new[] { bundles.Css, bundles.Script })
        {
            routes.MapMethods(bundle.Path, Methods, IResult (HttpContext context) => bundle.Result(context)).WithAudience(Audience.Public).WithMetadata(bundle);
        }
    }
}
