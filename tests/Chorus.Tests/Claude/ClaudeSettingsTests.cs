using System.Text.Json;

using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class ClaudeSettingsTests
{
    private static readonly JsonElement Settings = Parse(ClaudeSettings.Json(new Uri("http://127.0.0.1:8000/hooks/claude"), "'/opt/my tools/chorus' hook"));

    [Theory]
    [InlineData("SessionStart", "exec '/opt/my tools/chorus' hook", 5)]
    [InlineData("SessionEnd", "exec '/opt/my tools/chorus' hook", 5)]
    [InlineData("PermissionRequest", "exec '/opt/my tools/chorus' hook --wait", 86_400)]
    public void What_http_cannot_carry_is_a_command(string name, string command, int seconds)
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
    public void The_rest_is_told_over_http(string name)
    {
        var hook = Hook(name);
        Assert.Equal("http", hook.GetProperty("type").GetString());
        Assert.Equal("http://127.0.0.1:8000/hooks/claude", hook.GetProperty("url").GetString());
        Assert.Equal("Bearer $CHORUS_HOOK_TOKEN", hook.GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.Equal("$CHORUS_TASK_ID", hook.GetProperty("headers").GetProperty("X-Chorus-Task").GetString());
        Assert.Equal(["CHORUS_HOOK_TOKEN", "CHORUS_TASK_ID"], hook.GetProperty("allowedEnvVars").EnumerateArray().Select(item => item.GetString()));
    }

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
