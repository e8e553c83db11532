using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Chorus.Tests.Processes;

namespace Chorus.Tests.Web.Slices;

public sealed class DeceptiveCardTests
{
    [Fact]
    public async Task Every_spoofed_request_is_warned_of()
    {
        var missed = new List<string>();
        foreach (var line in DeceptionCorpus.Spoofed)
        {
            var card = await CardAsync(line);
            if (card.QuerySelector(".warn[role=alert] li") is null)
            {
                missed.Add(DeceptionCorpus.Spell(line));
            }
        }

        Assert.Empty(missed);
    }

    [Fact]
    public async Task No_honest_request_is_warned_of_or_marked()
    {
        foreach (var line in DeceptionCorpus.Honest)
        {
            var card = await CardAsync(line);
            Assert.True(card.QuerySelector(".warn, mark") is null, $"{line}: {card.QuerySelector(".warn")?.TextContent} {card.QuerySelector("mark")?.TextContent}");
            if (!DeceptionCorpus.IsInput(line))
            {
                Assert.Equal(line, card.QuerySelector("pre.command")!.TextContent);
            }
        }
    }

    [Theory]
    [InlineData("""{"a":{"b":[1,{"c":"x\u202Ey"}]}}""", "a.b[1].c: hidden character U+202E")]
    [InlineData("""{"a":["x\u200by"]}""", "a[0]: hidden character U+200B")]
    [InlineData("""{"ke\u200by":1}""", "ke⟨U+200B⟩y: the name of this field has hidden character U+200B")]
    [InlineData("""{"a":{"сommand":1}}""", "a.сommand: the name of this field has 'сommand' mixes letters")]
    [InlineData("""{"command":"ls","command":"rm -rf ~"}""", "command: stands more than once")]
    [InlineData("""{"command":"ls","comm\u0061nd":"rm -rf ~"}""", "command: stands more than once")]
    [InlineData("""{"a":[{"b":1,"b":2}]}""", "a[0].b: stands more than once")]
    [InlineData("""{"\ud800":"\udc00"}""", "⟨U+D800⟩: hidden character U+DC00")]
    [InlineData("""{"a":1,                                  "b":2}""", "JSON as sent: a gap of 34 spaces")]
    [InlineData("""["x\u200by"]""", "[0]: hidden character U+200B")]
    [InlineData("not JSON \u202E", "input: hidden character U+202E")]
    public async Task A_warning_says_where_it_comes_from(string input, string warning)
    {
        var card = await Card.ShowAsync("mcp__files__write", input);
        Assert.Contains(card.QuerySelectorAll(".warn li"), line => line.TextContent.StartsWith(warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tool_the_folder_and_the_subagent_are_judged_as_well()
    {
        var card = await Card.ShowAsync(Card.Request("mcp__fi\u200bles__read", "{}") with { Cwd = "/srv/\u202Epp", AgentId = "a\u00a0b" });
        var lines = card.QuerySelectorAll(".warn li").Select(line => line.TextContent).ToList();
        Assert.StartsWith("tool: hidden character U+200B", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("folder: hidden character U+202E", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("subagent: hidden character U+00A0", lines[2], StringComparison.Ordinal);
        Assert.Equal("Use mcp__fi⟨U+200B⟩les__read?", card.QuerySelector("h2")!.TextContent.Trim());
        Assert.Equal(["⟨U+202E⟩", "⟨U+200B⟩", "⟨U+00A0⟩"], card.QuerySelectorAll(".facts dd mark").Select(mark => mark.TextContent));
    }

    [Fact]
    public async Task A_key_that_stands_twice_is_shown_twice()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"ls","command":"rm -rf ~"}""");
        Assert.Equal(["ls", "rm -rf ~"], card.QuerySelectorAll(".fact pre").Select(block => block.TextContent));
    }

    [Fact]
    public async Task What_is_nested_is_shown_in_letters_but_no_string_can_pass_for_structure()
    {
        var card = await Card.ShowAsync("mcp__db__run", """{"plan":{"steps":["\u0437\u0430\u043f\u0443\u0441\u043a","a\",\"force\":true,\"b\":\"c","x\ny\u200b","\ud83d\ude00"],"dry":false,"count":1e400}}""");
        Assert.Equal(
            """
            {
              "steps": [
                "запуск",
                "a\",\"force\":true,\"b\":\"c",
                "x\ny⟨U+200B⟩",
                "😀"
              ],
              "dry": false,
              "count": 1e400
            }
            """.ReplaceLineEndings("\n"),
            card.QuerySelector(".fact pre")!.TextContent);
    }

    [Fact]
    public async Task A_name_of_a_field_cannot_pass_for_a_label_of_ours()
    {
        var card = await Card.ShowAsync("mcp__x__y", """{"Folder":"/safe","path":"/p"}""");
        Assert.Equal("Folder", card.QuerySelector(".facts dt code")!.TextContent);
        Assert.Single(card.QuerySelectorAll(".facts dt code"));
    }

    [Fact]
    public async Task A_flood_of_findings_stays_readable_and_says_that_there_are_more()
    {
        var input = new JsonObject();
        for (var field = 0; field < 500; field++)
        {
            input[$"f{field}"] = "x\u200b";
        }

        var lines = (await Card.ShowAsync("mcp__x__y", input.ToJsonString())).QuerySelectorAll(".warn li");
        Assert.Equal(25, lines.Length);
        Assert.Equal("and 476 more", lines[^1].TextContent);
    }

    private static Task<IElement> CardAsync(string line) => DeceptionCorpus.IsInput(line)
        ? Card.ShowAsync("mcp__files__write", line)
        : Card.ShowAsync("Bash", $$"""{"command":{{Json(line)}},"timeout":5}""");

    /// <summary>As a JSON string. Half a surrogate pair is what the framework would replace, so everything but ASCII is spelled.</summary>
    private static string Json(string text) => $"\"{DeceptionCorpus.Spell(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";
}
