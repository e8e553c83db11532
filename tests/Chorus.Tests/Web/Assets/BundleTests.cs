using System.IO.Compression;
using System.Net;
using System.Text;
using Chorus.Tests.Web.Slices;
using Chorus.Web.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Chorus.Tests.Web.Assets;

public sealed class BundleTests
{
    private static readonly string[] Parts = ["a { }", "b { }"];

    [Fact]
    public async Task The_parts_are_sent_in_order_and_kept_for_ever()
    {
        var response = await SendAsync(new Bundle("css", "chorus", "css", "text/css", Parts), "");
        Assert.Equal("a { }\nb { }", Text(response.Body));
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl);
        Assert.Equal("Accept-Encoding", response.Headers.Vary);
        Assert.Equal("text/css", response.ContentType);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("identity", "")]
    [InlineData("", "")]
    public async Task A_browser_gets_the_smallest_form_it_can_read(string accepted, string encoding)
    {
        var response = await SendAsync(new Bundle("css", "chorus", "css", "text/css", Parts), accepted);
        Assert.Equal(encoding, response.Headers.ContentEncoding.ToString());
        response.Body.Position = 0;
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(response.Body, CompressionMode.Decompress),
            "gzip" => new GZipStream(response.Body, CompressionMode.Decompress),
            _ => response.Body,
        };
        using var reader = new StreamReader(plain);
        Assert.Equal("a { }\nb { }", await reader.ReadToEndAsync());
    }

    [Fact]
    public void An_address_names_its_content_and_nothing_else()
    {
        var one = new Bundle("css", "chorus", "css", "text/css", Parts);
        Assert.Matches("^/css/chorus\\.[0-9a-f]{12}\\.css$", one.Path);
        Assert.Equal(one.Path, new Bundle("css", "chorus", "css", "text/css", Parts).Path);
        Assert.NotEqual(one.Path, new Bundle("css", "chorus", "css", "text/css", ["a { }", "c { }"]).Path);
    }

    [Fact]
    public async Task A_page_names_the_bundles_and_no_part_of_them()
    {
        var page = await Html.PageAsync(Chorus.Web.Slices.Shared.MessagePage.Create(Chorus.Web.Views.MessageView.For(Chorus.Web.Views.BarView.Quiet("Chorus"), 404, "Not found", "")));
        Assert.Equal([Html.Bundles.Css.Path], page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")));
        Assert.Equal(["/js/theme.js", Html.Bundles.Script.Path, "/vendor/htmx/htmx.min.js"], page.QuerySelectorAll("script").Select(script => script.GetAttribute("src")));
    }

    [Fact]
    public async Task Every_stylesheet_is_in_its_bundle_and_the_extension_before_the_page()
    {
        var css = Text((await SendAsync(Html.Bundles.Css, "")).Body);
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("wwwroot/css")))
        {
            Assert.Contains(await File.ReadAllTextAsync(file), css, StringComparison.Ordinal);
        }

        Assert.Contains(".f255{color:", css, StringComparison.Ordinal);
        var script = Text((await SendAsync(Html.Bundles.Script, "")).Body);
        Assert.InRange(script.IndexOf("window.chorus", StringComparison.Ordinal), (await File.ReadAllTextAsync(Repository.Folder("wwwroot/vendor/htmx/hx-sse.min.js"))).Length, script.Length);
    }

    private static async Task<HttpResponse> SendAsync(Bundle bundle, string accepted)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Headers.AcceptEncoding = accepted;
        context.Response.Body = new MemoryStream();
        await bundle.Result(context).ExecuteAsync(context);
        Assert.Equal((int)HttpStatusCode.OK, context.Response.StatusCode);
        return context.Response;
    }

    private static string Text(Stream body) => Encoding.UTF8.GetString(((MemoryStream)body).ToArray());
}
