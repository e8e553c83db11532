using Chorus.Commands.Scripted;

namespace Chorus.Tests.Commands.Scripted;

public sealed class AgentCallTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("chorus-agent-").FullName;
    private readonly AgentFiles files;

    public AgentCallTests() =>
        files = new AgentFiles(AgentArguments.Parse(["--session-id", "3cf3edc8-8d24-4dd2-b449-8d687054042a"]), "/project", name => name == "HOME" ? home : null, TimeProvider.System);

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("[[bash: echo a | tee b]]", "Bash", """{"command":"echo a | tee b","description":"Run a scripted command"}""")]
    [InlineData("[[write: a.txt | x | y\\nz]]", "Write", """{"file_path":"/project/a.txt","content":"x | y\nz"}""")]
    [InlineData("[[edit: a.txt | old | new | and more]]", "Edit", """{"file_path":"/project/a.txt","old_string":"old","new_string":"new | and more","replace_all":false}""")]
    [InlineData("[[ask: Which? | A | B]]", "AskUserQuestion", """{"questions":[{"question":"Which?","header":"Choice","options":[{"label":"A","description":"Choose A"},{"label":"B","description":"Choose B"}],"multiSelect":false}]}""")]
    [InlineData("[[ask-multi: Which? | A]]", "AskUserQuestion", """{"questions":[{"question":"Which?","header":"Choice","options":[{"label":"A","description":"Choose A"}],"multiSelect":true}]}""")]
    public void A_directive_becomes_the_call_that_Claude_Code_would_make(string text, string tool, string input)
    {
        var call = Call(text)!;
        Assert.Equal((tool, input), (call.Tool, call.Input.ToJsonString()));
    }

    [Fact]
    public void A_plan_stands_in_a_file_of_its_own()
    {
        var call = Call("[[plan: # Plan\\n1. Look]]")!;
        Assert.Equal(("ExitPlanMode", "# Plan\n1. Look"), (call.Tool, call.Input["plan"]!.GetValue<string>()));
        Assert.Equal("# Plan\n1. Look", File.ReadAllText(call.Input["planFilePath"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("[[say: done]]")]
    [InlineData("[[edit: a.txt | old]]")]
    [InlineData("[[ask: Which?]]")]
    public void What_names_no_whole_call_calls_nothing(string text) => Assert.Null(Call(text));

    private AgentCall? Call(string text) => AgentCall.For(Assert.Single(Directive.In(text)), files);
}
