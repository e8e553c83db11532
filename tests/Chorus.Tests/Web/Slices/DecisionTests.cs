using Chorus.Permissions;

namespace Chorus.Tests.Web.Slices;

public sealed class DecisionTests
{
    [Fact]
    public async Task A_decision_names_the_request_and_the_hash_of_what_was_shown()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"npm test"}""");
        Assert.All(card.QuerySelectorAll("form"), form => Assert.Equal("/permissions/q1/decision", form.GetAttribute("hx-post")));
        Assert.All(card.QuerySelectorAll("form"), form => Assert.StartsWith("3b0c44", form.QuerySelector("input[name=hash]")!.GetAttribute("value"), StringComparison.Ordinal));
        Assert.Equal(["allow", "deny"], card.QuerySelectorAll("button[name=decision]").Select(button => button.GetAttribute("value")));
    }

    [Theory]
    [InlineData("npm test && echo 'a  b' > x")]
    [InlineData("  leading, trailing  ")]
    [InlineData("line one\n\tline two\n")]
    [InlineData("<b>&amp;</b> \"q\" é 日本 😀")]
    public async Task A_command_is_shown_letter_by_letter(string command)
    {
        var request = new System.Text.Json.Nodes.JsonObject { ["command"] = command };
        var card = await Card.ShowAsync("Bash", request.ToJsonString());
        Assert.Equal(command, card.QuerySelector("pre.command")!.TextContent);
    }

    [Fact]
    public async Task Every_field_is_shown_unknown_ones_too_and_all_as_JSON()
    {
        const string input = """{"command":"ls","description":"List","timeout":5,"sandbox":false,"extra":{"a":[1,2]},"empty":null}""";
        var card = await Card.ShowAsync("Bash", input);
        foreach (var text in new[] { "ls", "List", "Timeout (ms)", "5", "sandbox", "no", "extra", """{"a":[1,2]}""", "empty", "null", "/home/dev/storefront/services/checkout" })
        {
            Assert.Contains(text, card.QuerySelector(".decision-in")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(input, card.QuerySelector(".raw pre")!.TextContent);
    }

    [Fact]
    public async Task Input_that_is_no_object_is_shown_as_it_came() =>
        Assert.Equal("[1, oops", (await Card.ShowAsync("Bash", "[1, oops")).QuerySelector("pre.command")!.TextContent);

    [Fact]
    public async Task Long_text_is_folded_never_cut_and_must_be_opened_before_Allow()
    {
        var text = new string('x', 4100) + "rm -rf /";
        var card = await Card.ShowAsync("Write", $$"""{"file_path":"a","content":"{{text}}"}""");
        Assert.Equal("108 more characters", card.QuerySelector("details[data-must-read] summary")!.TextContent.Trim());
        Assert.EndsWith("rm -rf /", card.QuerySelector("details[data-must-read] pre")!.TextContent, StringComparison.Ordinal);
        Assert.True(card.QuerySelector("[data-allow]")!.HasAttribute("disabled"));
        Assert.False(card.QuerySelector("[data-deny]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Hidden_characters_become_marks_with_a_warning()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"cat \u202Etxt.sh\u200b"}""");
        Assert.Equal(["⟨U+202E⟩", "⟨U+200B⟩"], card.QuerySelector("pre.command")!.QuerySelectorAll("mark").Select(mark => mark.TextContent));
        Assert.NotNull(card.QuerySelector(".warn[role=alert] li"));
    }

    [Fact]
    public async Task Honest_text_gets_no_warning() =>
        Assert.Null((await Card.ShowAsync("Bash", """{"command":"echo 'été 日本語 👍🏽 ❤️ 👩‍💻'"}""")).QuerySelector(".warn"));

    [Fact]
    public async Task A_mark_that_somebody_typed_stays_text()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"echo ⟨U+202E⟩ ⟨40 spaces⟩\u200b"}""");
        Assert.Equal("echo ⟨U+202E⟩ ⟨40 spaces⟩⟨U+200B⟩", card.QuerySelector("pre.command")!.TextContent);
        Assert.Equal("⟨U+200B⟩", Assert.Single(card.QuerySelectorAll("pre.command mark")).TextContent);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\nls")]
    public async Task A_line_break_at_the_start_is_not_lost(string command) =>
        Assert.Equal(command, (await Card.ShowAsync("Bash", $$"""{"command":"{{command.Replace("\n", "\\n", StringComparison.Ordinal)}}"}""")).QuerySelector("pre.command")!.TextContent);

    [Fact]
    public async Task A_question_has_no_yes_but_takes_an_answer()
    {
        var card = await Card.ShowAsync("AskUserQuestion", """{"questions":[]}""", PermissionKind.Question);
        Assert.Null(card.QuerySelector("[data-allow]"));
        Assert.NotNull(card.QuerySelector("textarea[name=message]"));
    }

    [Fact]
    public async Task Foreign_text_is_never_read_by_htmx()
    {
        var card = await Card.ShowAsync("Bash", """{"command":"x","description":"y","other":"z"}""");
        Assert.All(card.QuerySelectorAll("pre, .says, .facts"), element => Assert.NotNull(element.Closest("[hx-ignore]")));
        Assert.Empty(card.QuerySelectorAll("[hx-ignore] [hx-post]"));
    }
}
