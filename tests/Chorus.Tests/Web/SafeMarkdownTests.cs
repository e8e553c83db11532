using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chorus.Web;

namespace Chorus.Tests.Web;

/// <summary>Threats S14, S15 and S31: foreign markdown becomes words, never an action.</summary>
public sealed class SafeMarkdownTests
{
    private static readonly string[] Tags =
        ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "del", "code", "pre", "blockquote", "a", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "input"];

    [Fact]
    public void Ordinary_markdown_is_rendered()
    {
        var body = Parse("# Plan\n\n1. Add `CartStore`\n2. **Test** ~~it~~\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> quote\n\n```js\nlet x;\n```\n\n[docs](https://example.com/a) <https://example.com>");
        Assert.Equal("Plan", body.QuerySelector("h1")!.TextContent);
        Assert.Equal(2, body.QuerySelectorAll("ol > li").Length);
        Assert.Equal("CartStore", body.QuerySelector("ol code")!.TextContent);
        Assert.Equal(2, body.QuerySelectorAll("input[type=checkbox][disabled]").Length);
        Assert.Equal("2", body.QuerySelectorAll("td")[1].TextContent);
        Assert.Equal("let x;\n", body.QuerySelector("pre code")!.TextContent);
        Assert.Equal(["https://example.com/a", "https://example.com"], body.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("docs (https://example.com/a)", body.TextContent, StringComparison.Ordinal);
        AssertTame(body);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#x09;script:alert(1))")]
    [InlineData("[x]( javascript:alert(1))")]
    [InlineData("<javascript:1>")]
    [InlineData("[x]\n\n[x]: data:text/html,<script>1</script>")]
    [InlineData("[x](vbscript:1)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example/a)")]
    [InlineData("[x](/tasks/1/run)")]
    [InlineData("[x](tasks)")]
    [InlineData("[x](\\\\evil\\a)")]
    [InlineData("[x](y){onclick=a hx-get=/x}")]
    [InlineData("# t {hx-post=/approve hx-trigger=load}")]
    [InlineData("# t {#list .decision}")]
    [InlineData("![x](/tasks/1/approve)")]
    [InlineData("![x](https://evil.example/pixel.png)")]
    [InlineData("![v](https://youtube.com/watch?v=1)")]
    [InlineData("<img src=x onerror=fetch('/xss')>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<div hx-get=/x hx-trigger=load></div>")]
    [InlineData("<!-- --><iframe src=//evil.example></iframe>")]
    [InlineData("```x onload=alert(1)\n```")]
    [InlineData("[a](https://example.com \"title onmouseover=x\")")]
    [InlineData("| a |\n|:-:|\n| 1 |")]
    public void Nothing_in_it_acts(string text) => AssertTame(Parse(text));

    [Fact]
    public void What_hides_is_marked()
    {
        Assert.Contains("⟨U+202E⟩", Parse("safe \u202Eevil").TextContent, StringComparison.Ordinal);
        Assert.Contains("⟨U+200B⟩", Parse("`rm\u200B -rf`").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_would_take_long_is_shown_as_it_is_written()
    {
        foreach (var text in new[] { string.Concat(Enumerable.Repeat("[a](", 50_000)), new string('>', 50_000), new string('*', 90_000), new string('x', 1_000_000), string.Concat(Enumerable.Range(0, 5_000).Select(depth => new string(' ', depth) + "- x\n")) })
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            AssertTame(Parse(text));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{text[..20]} took {clock.Elapsed}.");
        }
    }

    [Fact]
    public void Random_text_is_tame()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] pieces = ["[", "](", ")", "<", ">", "!", "javascript:", "http://a", "\n", "\n\n", "# ", "- ", "|", "`", "```", "*", "_", "{", "}", "onclick=", "hx-get=/x", "\"", "'", "&lt;", "&#106;", "\\", "1. ", "    ", "\t", "a", "é", "\u202e", "[x]: ", ": ", "~~"];
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                AssertTame(Parse(text));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}: {text}", failure);
            }
        }
    }

    private static IElement Parse(string markdown) => new HtmlParser().ParseDocument($"<body>{SafeMarkdown.Render(markdown).Value}</body>").Body!;

    private static void AssertTame(IElement body)
    {
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Tags);
            foreach (var attribute in element.Attributes)
            {
                Assert.Matches("^(a href|input (type|disabled|checked)|ol (start|type))$", $"{element.LocalName} {attribute.Name}");
                if (attribute.Name == "href")
                {
                    Assert.Matches("^(https?://|mailto:|#)", attribute.Value);
                }
            }
        }
    }
}
