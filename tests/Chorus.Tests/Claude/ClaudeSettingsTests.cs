using System.Text.Json;

using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class ClaudeSettingsTests
{
    private static readonly JsonElement Settings = Parse(ClaudeSettings.Json("send it", "'/opt/my tools/chorus' hook"));

    [Theory]
    [InlineData("SessionStart", "exec '/opt/my tools/chorus' hook", 5)]
    [InlineData("SessionEnd", "exec '/opt/my tools/chorus' hook", 5)]
    [InlineData("PermissionRequest", "exec '/opt/my tools/chorus' hook --wait", 86_400)]
    public void What_wants_an_answer_or_a_second_try_goes_through_the_relay(string name, string command, int seconds)
    {
        var hook = Hook(name);
        Assert.Equal("command", hook.GetProperty("type").GetString());
        Assert.Equal(command, hook.GetProperty("command").GetString());
        Assert.Equal(seconds, hook.GetProperty("timeout").GetInt32());
    }

    [Theory]
    [InlineData("UserPromptSubmit")]
    [InlineData("PreToolUse")]
    [InlineData("PostToolUse")]
    [InlineData("PostToolUseFailure")]
    [InlineData("PostToolBatch")]
    [InlineData("Stop")]
    [InlineData("StopFailure")]
    [InlineData("Notification")]
    [InlineData("SubagentStart")]
    [InlineData("SubagentStop")]
    [InlineData("PreCompact")]
    [InlineData("PostCompact")]
    public void What_is_only_told_is_sent_cheaply(string name)
    {
        var hook = Hook(name);
        Assert.Equal("command", hook.GetProperty("type").GetString());
        Assert.Equal("send it", hook.GetProperty("command").GetString());
        Assert.Equal(5, hook.GetProperty("timeout").GetInt32());
    }

    [Fact]
    public void No_hook_goes_over_a_port_that_somebody_else_could_listen_on() =>
        Assert.DoesNotContain("http", Settings.GetRawText(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Nothing_but_hooks_is_set()
    {
        Assert.Equal(["hooks"], Settings.EnumerateObject().Select(member => member.Name));
        Assert.Equal(15, Settings.GetProperty("hooks").EnumerateObject().Count());
    }

    private static JsonElement Hook(string name) => Settings.GetProperty("hooks").GetProperty(name)[0].GetProperty("hooks")[0];

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
