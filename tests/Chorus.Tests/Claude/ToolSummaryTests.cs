using System.Text.Json;

using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class ToolSummaryTests
{
    [Theory]
    [InlineData("Bash", """{"command":"npm test","description":"Run"}""", "Bash: npm test")]
    [InlineData("Bash", """{"command":"a\n\tb\u001b[2Jc"}""", "Bash: a b [2Jc")]
    [InlineData("WebFetch", """{"url":"https://example.com/","prompt":"x"}""", "WebFetch: https://example.com/")]
    [InlineData("mcp__x__y", """{"query":"q"}""", "mcp__x__y: q")]
    [InlineData("mcp__x__y", """{"z":1}""", "mcp__x__y")]
    [InlineData("Bash", """{"command":7}""", "Bash")]
    [InlineData("Bash", "[]", "Bash")]
    [InlineData("", "null", "Tool")]
    [InlineData("ExitPlanMode", """{"plan":"# My plan\n\n1. Do it"}""", "Plan: My plan")]
    [InlineData("Edit", """{"file_path":"/srv/shop/src/a.ts"}""", "Edit: src/a.ts")]
    [InlineData("Edit", """{"file_path":"/srv/shopping/a.ts"}""", "Edit: /srv/shopping/a.ts")]
    [InlineData("Write", """{"file_path":"/srv/shop/../../etc/passwd"}""", "Write: ../../etc/passwd")]
    [InlineData("Read", """{"file_path":"/srv/shop"}""", "Read: /srv/shop")]
    [InlineData("Read", """{"file_path":7}""", "Read")]
    public void One_line_says_what_the_call_is_about(string tool, string input, string expected)
    {
        using var document = JsonDocument.Parse(input);
        Assert.Equal(expected, ToolSummary.For(tool, document.RootElement, "/srv/shop"));
    }

    [Theory]
    [InlineData("""{"questions":[{"question":"Which?"}]}""", "Which?")]
    [InlineData("""{"questions":[{"question":"Which?"},{}]}""", "Which? (and 1 more)")]
    [InlineData("""{"questions":[]}""", "AskUserQuestion")]
    public void A_question_speaks_for_itself(string input, string expected)
    {
        using var document = JsonDocument.Parse(input);
        Assert.Equal(expected, ToolSummary.For("AskUserQuestion", document.RootElement, "/srv/shop"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\n  Done.  \nMore", "Done.")]
    public void The_first_line_with_text_stands_for_a_message(string text, string line)
    {
        Assert.Equal(line, ToolSummary.FirstLine(text));
    }

    [Fact]
    public void A_long_command_is_cut_visibly()
    {
        using var document = JsonDocument.Parse($$"""{"command":"{{new string('x', 5000)}}"}""");
        var summary = ToolSummary.For("Bash", document.RootElement, "/srv/shop");
        Assert.Equal(201, summary.Length);
        Assert.EndsWith("…", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_without_input_is_only_its_name()
    {
        Assert.Equal("Bash", ToolSummary.For("Bash", default, "/srv/shop"));
    }
}
