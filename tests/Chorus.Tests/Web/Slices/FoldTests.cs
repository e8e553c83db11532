using System.Text.Json.Nodes;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

/// <summary>Nothing is cut silently: what does not fit at once is counted, and Allow waits until it was opened.</summary>
public sealed class FoldTests
{
    private const string End = "rm -rf /";
    private static readonly string Long = new string('x', VisibleText.ShownAtOnce) + End;

    [Theory]
    [InlineData("command")]
    [InlineData("description")]
    [InlineData("path")]
    [InlineData("timeout")]
    [InlineData("run_in_background")]
    [InlineData("content")]
    [InlineData("unknown")]
    public async Task Any_long_field_is_folded(string name)
    {
        var card = await Card.ShowAsync("mcp__x__y", new JsonObject { [name] = Long }.ToJsonString());
        AssertFolded(card);
    }

    [Fact]
    public async Task A_long_nested_value_is_folded() => AssertFolded(await Card.ShowAsync("mcp__x__y", new JsonObject { ["a"] = new JsonArray(Long) }.ToJsonString()), End + "\"\n]");

    [Fact]
    public async Task A_long_name_of_a_field_is_folded() => AssertFolded(await Card.ShowAsync("mcp__x__y", new JsonObject { [Long] = 1 }.ToJsonString()));

    [Fact]
    public async Task A_long_folder_is_folded() => AssertFolded(await Card.ShowAsync(Card.Request("Bash", """{"command":"ls"}""") with { Cwd = Long }));

    [Fact]
    public async Task A_long_name_of_a_subagent_is_folded() => AssertFolded(await Card.ShowAsync(Card.Request("Bash", """{"command":"ls"}""") with { AgentId = Long }));

    [Fact]
    public async Task A_long_name_of_a_tool_is_folded_and_shortened_only_in_the_heading()
    {
        var card = await Card.ShowAsync(Card.Request(Long, "{}"));
        AssertFolded(card);
        Assert.EndsWith("…?", card.QuerySelector("h2")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_of_many_words_or_lines_gets_a_block_of_its_own()
    {
        var card = await Card.ShowAsync("mcp__x__y", new JsonObject { ["path"] = new string('p', 61), ["timeout"] = "1\n2", ["replace_all"] = true }.ToJsonString());
        Assert.Equal([new string('p', 61), "1\n2"], card.QuerySelectorAll(".fact pre").Select(block => block.TextContent));
        Assert.Equal("yes", card.QuerySelector(".facts dd")!.TextContent.Trim());
        Assert.False(card.QuerySelector("[data-allow]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_fits_is_not_folded()
    {
        var card = await Card.ShowAsync("Bash", new JsonObject { ["command"] = new string('x', VisibleText.ShownAtOnce) }.ToJsonString());
        Assert.Null(card.QuerySelector("details[data-must-read]"));
        Assert.False(card.QuerySelector("[data-allow]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Marks_count_as_long_as_they_are_shown_and_are_never_cut()
    {
        var card = await Card.ShowAsync("Bash", new JsonObject { ["command"] = new string('x', VisibleText.ShownAtOnce - 3) + "\u202Eabc" }.ToJsonString());
        Assert.Equal(VisibleText.ShownAtOnce - 3, card.QuerySelector("pre.command")!.TextContent.Length);
        Assert.Equal("⟨U+202E⟩", card.QuerySelector("details[data-must-read] pre mark")!.TextContent);
        Assert.Equal("11 more characters", card.QuerySelector("details[data-must-read] summary")!.TextContent.Trim());
    }

    private static void AssertFolded(AngleSharp.Dom.IElement card, string end = End)
    {
        var fold = Assert.Single(card.QuerySelectorAll("details[data-must-read]"));
        var rest = fold.QuerySelector("pre")!.TextContent;
        Assert.EndsWith(end, rest, StringComparison.Ordinal);
        Assert.Equal($"{rest.Length} more characters", fold.QuerySelector("summary")!.TextContent.Trim());
        Assert.False(fold.HasAttribute("open"));
        Assert.True(card.QuerySelector("[data-allow]")!.HasAttribute("disabled"));
        Assert.False(card.QuerySelector("[data-deny]")!.HasAttribute("disabled"));
    }
}
