using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Commands.Scripted;

namespace Chorus.Tests.Commands.Scripted;

public sealed class AgentRulesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-rules-").FullName;

    private string LocalSettings => Path.Combine(folder, ".claude", "settings.local.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("npm test *", "npm test", true)]
    [InlineData("npm test *", "npm test -- one", true)]
    [InlineData("npm test *", "npm testing", false)]
    [InlineData("npm test *", "npm test && rm x", false)]
    [InlineData("npm test *", "npm test > x", false)]
    [InlineData("npm test", "npm test -- one", false)]
    [InlineData("a && b", "a && b", true)]
    public void A_rule_for_commands_covers_its_words_or_what_begins_with_them(string content, string command, bool isCovered)
    {
        var rules = new AgentRules(folder);
        rules.Add(Update("Bash", content, "session"));
        Assert.Equal(isCovered, rules.Allow(new AgentCall("Bash", new JsonObject { ["command"] = command })));
        Assert.False(File.Exists(LocalSettings));
    }

    [Theory]
    [InlineData("/a.txt", "Write", "a.txt", true)]
    [InlineData("/a.txt", "Edit", "a.txt", true)]
    [InlineData("/a.txt", "Edit", "b.txt", false)]
    [InlineData("/src/**", "Edit", "src/deep/a.txt", true)]
    [InlineData("/src/**", "Edit", "srcs/a.txt", false)]
    public void A_rule_for_files_covers_every_tool_that_changes_them(string content, string tool, string file, bool isCovered)
    {
        var rules = new AgentRules(folder);
        rules.Add(Update("Edit", content, "session"));
        Assert.Equal(isCovered, rules.Allow(new AgentCall(tool, new JsonObject { ["file_path"] = Path.Combine(folder, file) })));
    }

    [Fact]
    public void A_rule_of_the_project_stands_in_its_local_settings_beside_what_was_there_and_ends_with_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LocalSettings)!);
        File.WriteAllText(LocalSettings, """{"model":"opus","permissions":{"deny":["Bash(rm *)"],"allow":["Bash(ls)"]}}""");
        var (rules, call) = (new AgentRules(folder), new AgentCall("Bash", new JsonObject { ["command"] = "make all" }));
        rules.Add(Update("Bash", "make *", "localSettings"));
        rules.Add(Update("Bash", "make *", "localSettings"));
        Assert.Equal("""{"model":"opus","permissions":{"deny":["Bash(rm *)"],"allow":["Bash(ls)","Bash(make *)"]}}""", File.ReadAllText(LocalSettings));
        Assert.True(rules.Allow(call));
        Assert.True(new AgentRules(folder).Allow(call));

        File.WriteAllText(LocalSettings, "{\"permissions\":");
        Assert.False(rules.Allow(call));
        File.Delete(LocalSettings);
        Assert.False(rules.Allow(call));
    }

    private static JsonElement Update(string tool, string content, string destination) => JsonElement.Parse(
        $$"""{"type":"addRules","behavior":"allow","destination":"{{destination}}","rules":[{"toolName":"{{tool}}","ruleContent":"{{content}}"}]}""");
}
