using System.Net;
using Chorus.Processes;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Chorus.Web;

/// <summary>
/// Turns foreign markdown into HTML that holds words and nothing else: no HTML of its own, no attribute, no id that could pass for one of the page's,
/// no image, and links only to the web, to mail and within the text. What hides in it is marked as everywhere.
/// </summary>
public static class SafeMarkdown
{
    /// <summary>Longer or deeper texts are shown as they are written: some short ones take Markdig seconds.</summary>
    private const int LongestText = 100_000;
    private const int MostBrackets = 2_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    public static HtmlString Render(string text)
    {
        var visible = UntrustedText.Visible(text.ReplaceLineEndings("\n"));
        if (visible.Length > LongestText || visible.AsSpan().Count('[') > MostBrackets)
        {
            return AsWritten(visible);
        }

        try
        {
            var document = Markdown.Parse(visible, Pipeline);
            foreach (var node in document.Descendants().ToList())
            {
                Tame(node);
            }

            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            Pipeline.Setup(renderer);
            renderer.Render(document);
            return new HtmlString(writer.ToString());
        }
        catch (ArgumentException)
        {
            // Nested too deeply for Markdig.
            return AsWritten(visible);
        }
    }

    private static HtmlString AsWritten(string text) => new($"<pre>{WebUtility.HtmlEncode(text)}</pre>");

    private static void Tame(MarkdownObject node)
    {
        // Whatever a text could set: classes, ids and names are ours.
        node.RemoveData(typeof(HtmlAttributes));
        switch (node)
        {
            case LinkInline { IsImage: true } image:
                image.IsImage = false;
                Tame(image);
                break;
            case LinkInline link when !IsHarmless(link.GetDynamicUrl?.Invoke() ?? link.Url):
                Unlink(link);
                break;
            case LinkInline link:
                link.Title = null;
                AddTarget(link);
                break;
            case AutolinkInline auto when !auto.IsEmail && !IsHarmless(auto.Url):
                auto.ReplaceBy(new LiteralInline(auto.Url));
                break;
            case Table table:
                // Alignment would come as an inline style.
                table.ColumnDefinitions.ForEach(column => column.Alignment = null);
                break;
        }
    }

    /// <summary>Only its words stay.</summary>
    private static void Unlink(LinkInline link)
    {
        var words = new ContainerInline();
        link.ReplaceBy(words, copyChildren: true);
    }

    /// <summary>A link may be called after another place than it leads to; where it leads stands behind it.</summary>
    private static void AddTarget(LinkInline link)
    {
        var url = link.Url ?? "";
        var words = string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));
        if (!link.IsAutoLink && words != url && !url.StartsWith('#') && link.Parent is not null)
        {
            link.InsertAfter(new LiteralInline($" ({url})"));
        }
    }

    private static bool IsHarmless(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Any(char.IsControl) || url.StartsWith("//", StringComparison.Ordinal) || url.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        // Only a fragment: a path of this server would be a link to one of its pages under foreign words.
        return url.StartsWith('#') || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto");
    }
}
