using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Commands.Scripted;
using Chorus.Tests.Processes;

namespace Chorus.Tests.Commands.Scripted;

/// <summary>How the scripted agent takes the answers of a hook: as Claude Code 2.1.330 was measured to take them.</summary>
public sealed class PermissionDialogTests : IDisposable
{
    private const string Ignored = "Ignored a yes";
    private static readonly AgentCall Command = new("Bash", new JsonObject { ["command"] = "ls" });
    private static readonly AgentCall Plan = new("ExitPlanMode", new JsonObject { ["plan"] = "# Plan" });
    private static readonly AgentCall Question = new("AskUserQuestion", (JsonObject)JsonNode.Parse("""{"questions":[{"question":"Which?","options":[{"label":"A"},{"label":"B"}]}]}""")!);
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-dialog-").FullName;
    private readonly MemoryStream shown = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private AgentHooks? hooks;

    public void Dispose()
    {
        hooks?.Dispose();
        limit.Dispose();
        shown.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_plain_yes_runs_a_command_as_it_is()
    {
        var outcome = await AskAsync(Session("""{"behavior":"allow"}"""), Command);
        Assert.Equal((true, "ls"), (outcome.Allowed, outcome.Input["command"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_yes_with_an_input_runs_that_input_instead()
    {
        var outcome = await AskAsync(Session("""{"behavior":"allow","updatedInput":{"command":"pwd"}}"""), Command);
        Assert.Equal((true, "pwd"), (outcome.Allowed, outcome.Input["command"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_plan_is_approved_by_handing_it_back_and_the_mode_that_comes_with_it_holds()
    {
        var session = Session("""{"behavior":"allow","updatedInput":{"plan":"# Plan"},"updatedPermissions":[{"type":"setMode","mode":"acceptEdits","destination":"session"}]}""");
        Assert.True((await AskAsync(session, Plan)).Allowed);
        Assert.True(session.MayRun(new AgentCall("Edit", new JsonObject { ["file_path"] = Path.Combine(folder, "a.txt") })));
        Assert.False(session.MayRun(Command));
    }

    [Fact]
    public async Task A_rule_that_comes_with_a_yes_holds_for_the_session()
    {
        var session = Session("""{"behavior":"allow","updatedPermissions":[{"type":"addRules","behavior":"allow","destination":"session","rules":[{"toolName":"Bash","ruleContent":"ls *"}]}]}""");
        Assert.True((await AskAsync(session, Command)).Allowed);
        Assert.True(session.MayRun(Command));
        Assert.False(session.MayRun(Command with { Input = new JsonObject { ["command"] = "pwd" } }));
    }

    [Theory]
    [InlineData("""{"behavior":"deny","message":"No."}""", false)]
    [InlineData("""{"behavior":"deny","message":"No.","interrupt":true}""", true)]
    public async Task A_no_carries_its_message_and_may_end_the_turn(string decision, bool interrupts)
    {
        foreach (var call in new[] { Command, Plan, Question })
        {
            var outcome = await AskAsync(Session(decision), call);
            Assert.Equal((false, interrupts, "No."), (outcome.Allowed, outcome.Interrupts, outcome.Message));
        }
    }

    [Fact]
    public async Task A_plain_yes_to_a_question_is_ignored_and_the_dialog_waits_for_the_terminal()
    {
        var outcome = await IgnoredAsync(Session("""{"behavior":"allow"}"""), Question);
        Assert.True(outcome.Allowed);
        Assert.Equal("""{"Which?":"B"}""", outcome.Input["answers"]!.ToJsonString());
    }

    [Fact]
    public async Task A_plain_yes_to_a_plan_is_ignored_and_so_is_the_mode_that_comes_with_it()
    {
        var session = Session("""{"behavior":"allow","updatedPermissions":[{"type":"setMode","mode":"acceptEdits","destination":"session"}]}""");
        Assert.True((await IgnoredAsync(session, Plan)).Allowed);
        Assert.Equal("plan", session.Mode);
    }

    private Task<PermissionOutcome> AskAsync(AgentSession session, AgentCall call) => new PermissionDialog(session, call).AskAsync(limit.Token);

    /// <summary>The outcome after the second option was pressed in the terminal, once the hook's answer was seen and ignored.</summary>
    private async Task<PermissionOutcome> IgnoredAsync(AgentSession session, AgentCall call)
    {
        var dialog = new PermissionDialog(session, call);
        var asking = dialog.AskAsync(limit.Token);
        await Wait.UntilAsync(() => Encoding.UTF8.GetString(shown.ToArray()).Contains(Ignored, StringComparison.Ordinal));
        Assert.False(asking.IsCompleted);
        dialog.Press(new AgentKey(KeyMeaning.Text, "9"));
        Assert.False(asking.IsCompleted);
        dialog.Press(new AgentKey(KeyMeaning.Text, "2"));
        return await asking;
    }

    private AgentSession Session(string decision)
    {
        var answer = Path.Combine(folder, "answer.json");
        File.WriteAllText(answer, $$$"""{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{{{decision}}}}}""");
        var settings = $$$"""{"hooks":{"PermissionRequest":[{"hooks":[{"type":"command","command":"cat '{{{answer}}}'"}]}]}}""";
        hooks?.Dispose();
        hooks = new AgentHooks(JsonElement.Parse(settings), folder, _ => null);
        var arguments = AgentArguments.Parse(["--permission-mode", "plan"]);
        var files = new AgentFiles(arguments, folder, name => name == "HOME" ? folder : null, TimeProvider.System);
        return new AgentSession(arguments, files, hooks, new AgentScreen(shown, "scripted", () => 80), TimeProvider.System);
    }
}
