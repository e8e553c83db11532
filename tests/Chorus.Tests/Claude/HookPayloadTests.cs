using System.Text;
using System.Text.Json;

using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class HookPayloadTests
{
    private const string Session = "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10";
    private const string NextSession = "34219c9e-9c84-4dda-8bf7-1f91d889a0e2";
    private const string Agent = "ac84e55cff5bed9e9";
    private const string Transcripts = "/home/user/.claude/projects/-project/";

    private static readonly Dictionary<string, ClaudeSignal?> Meanings = new(StringComparer.Ordinal)
    {
        ["InstructionsLoaded"] = null,
        ["Notification.idle_prompt"] = new ClaudeSignal.Notified("idle_prompt", "Claude is waiting for your input"),
        ["Notification.permission_prompt"] = new ClaudeSignal.Notified("permission_prompt", "Claude needs your permission"),
        ["Notification.quota_auto_resume_fired"] = new ClaudeSignal.Notified("quota_auto_resume_fired", "Usage limit reset — Claude is continuing your task"),
        ["PermissionRequest.AskUserQuestion"] = null,
        ["PermissionRequest.Bash"] = null,
        ["PermissionRequest.Edit"] = null,
        ["PermissionRequest.ExitPlanMode"] = null,
        ["PermissionRequest.Write"] = null,
        ["PostCompact"] = new ClaudeSignal.Compacting(Finished: true) { Manual = true },
        ["PostToolBatch"] = new ClaudeSignal.ToolEnded("Bash", null, Failed: false, Interrupted: false),
        ["PostToolUse.Agent"] = new ClaudeSignal.ToolEnded("Agent", null, Failed: false, Interrupted: false),
        ["PostToolUse.AskUserQuestion"] = new ClaudeSignal.ToolEnded("AskUserQuestion", null, Failed: false, Interrupted: false),
        ["PostToolUse.Bash"] = new ClaudeSignal.ToolEnded("Bash", null, Failed: false, Interrupted: false),
        ["PostToolUse.Edit"] = new ClaudeSignal.ToolEnded("Edit", null, Failed: false, Interrupted: false),
        ["PostToolUse.Write"] = new ClaudeSignal.ToolEnded("Write", null, Failed: false, Interrupted: false),
        ["PostToolUseFailure.Bash"] = new ClaudeSignal.ToolEnded("Bash", null, Failed: true, Interrupted: false),
        ["PreCompact"] = new ClaudeSignal.Compacting(Finished: false) { Manual = true },
        ["PreToolUse.Agent"] = new ClaudeSignal.ToolStarted("Agent", "Agent: Scripted subagent", null),
        ["PreToolUse.AskUserQuestion"] = new ClaudeSignal.ToolStarted("AskUserQuestion", "Which database?", null),
        ["PreToolUse.Bash"] = new ClaudeSignal.ToolStarted("Bash", "Bash: node -e 40+2", null),
        ["PreToolUse.Edit"] = new ClaudeSignal.ToolStarted("Edit", "Edit: notes.md", null),
        ["PreToolUse.Write"] = new ClaudeSignal.ToolStarted("Write", "Write: notes.md", null),
        ["SessionEnd.clear"] = new ClaudeSignal.SessionEnded("clear"),
        ["SessionEnd.other"] = new ClaudeSignal.SessionEnded("other"),
        ["SessionEnd.prompt_input_exit"] = new ClaudeSignal.SessionEnded("prompt_input_exit"),
        ["SessionStart.clear"] = new ClaudeSignal.SessionStarted("clear", NextSession, Transcripts + NextSession + ".jsonl"),
        ["SessionStart.compact"] = new ClaudeSignal.SessionStarted("compact", Session, Transcripts + Session + ".jsonl"),
        ["SessionStart.startup"] = new ClaudeSignal.SessionStarted("startup", Session, Transcripts + Session + ".jsonl"),
        ["Stop.background-shell"] = new ClaudeSignal.TurnEnded(0, 1, LastMessage("Stop.background-shell")) { PromptId = "3ef2debd-162c-4795-aed6-72591a17667b" },
        ["Stop.background-subagent"] = new ClaudeSignal.TurnEnded(1, 0, LastMessage("Stop.background-subagent")) { PromptId = "6e784298-7a45-466f-913e-edcdfa25f6d0" },
        ["Stop"] = new ClaudeSignal.TurnEnded(0, 0, "Done after 1 tool call(s). Last result: ok: (Bash completed with no output)") { PromptId = "74be6f70-1f08-4f29-b3b7-e5acd37998fb" },
        ["StopFailure"] = new ClaudeSignal.TurnFailed("server_error", LastMessage("StopFailure")),
        ["SubagentStart"] = new ClaudeSignal.SubagentStarted(Agent),
        ["SubagentStop"] = new ClaudeSignal.SubagentEnded(Agent),
        ["UserPromptSubmit"] = new ClaudeSignal.PromptSubmitted("[[bash: node -e 40+2]]") { PromptId = "74be6f70-1f08-4f29-b3b7-e5acd37998fb" },
        ["UserPromptSubmit.limit-reset"] = Prompt("UserPromptSubmit.limit-reset"),
        ["UserPromptSubmit.task-notification"] = Prompt("UserPromptSubmit.task-notification"),
    };

    public static TheoryData<string> Recorded => [.. Sample.Names("hooks").Where(name => !name.StartsWith('_')).Select(name => Path.GetFileNameWithoutExtension(name))];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_recorded_event_has_its_meaning(string name)
    {
        Assert.True(HookPayload.TryParse(Sample.Bytes($"hooks/{name}.json"), out var payload));
        Assert.Equal(name.Split('.')[0], payload!.EventName);
        Assert.Equal(Meanings[name], payload.ToSignal());
    }

    [Fact]
    public void A_permission_request_keeps_all_a_decision_needs()
    {
        Assert.True(HookPayload.TryParse(Sample.Bytes("hooks/PermissionRequest.Bash.json"), out var payload));
        Assert.Equal(Session, payload!.SessionId);
        Assert.Equal("/project", payload.Cwd);
        Assert.Equal("default", payload.PermissionMode);
        Assert.Equal("74be6f70-1f08-4f29-b3b7-e5acd37998fb", payload.PromptId);
        Assert.Equal("Bash", payload.ToolName);
        Assert.Null(payload.ToolUseId);
        Assert.Equal("node -e 40+2", payload.ToolInput!.Value.GetProperty("command").GetString());
        Assert.Equal("addRules", payload.Suggestions!.Value[0].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"hook_event_name\":\"Stop\"}")]
    [InlineData("{\"hook_event_name\":7,\"session_id\":\"a\"}")]
    [InlineData("{\"hook_event_name\":\"Stop\",\"session_id\":\"a\"")]
    [InlineData("{\"hook_event_name\":\"Stop\",\"session_id\":\"a\"} {}")]
    [InlineData("{\"hook_event_name\":\"Stop\",\"session_id\":\"\\ud800\"}")]
    public void What_is_no_event_is_refused(string text)
    {
        Assert.False(HookPayload.TryParse(Encoding.UTF8.GetBytes(text), out var payload));
        Assert.Null(payload);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void An_event_may_be_so_deep_that_it_fits_into_an_answer(int levels, bool isTaken) => Assert.Equal(isTaken, HookPayload.TryParse(
        Encoding.UTF8.GetBytes($$"""{"hook_event_name":"Stop","session_id":"{{Session}}","tool_input":{{new string('[', levels)}}{{new string(']', levels)}}}"""), out _));

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.False(HookPayload.TryParse(
        [.. Encoding.UTF8.GetBytes($$"""{"hook_event_name":"Stop","session_id":"{{Session}}","x":" """), 0xff, .. "\"}"u8], out _));

    [Fact]
    public void Half_a_character_in_a_name_hides_no_other_member()
    {
        Assert.True(HookPayload.TryParse(
            Encoding.UTF8.GetBytes($$$"""{"hook_event_name":"PreToolUse","session_id":"{{{Session}}}","tool_name":"Bash","\ud83d":1,"tool_input":{"\ud83d":1,"command":"npm test","\udca9":2}}"""), out var payload));
        Assert.Equal(new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null), payload!.ToSignal());
    }

    [Fact]
    public void An_event_of_a_later_version_means_nothing()
    {
        Assert.True(HookPayload.TryParse("""{"hook_event_name":"Brandnew","session_id":"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10"}"""u8, out var payload));
        Assert.Null(payload!.ToSignal());
    }

    [Theory]
    [InlineData("--allowedTools=Bash,/../../x")]
    [InlineData("7d3c1f520b6e4d5a9a513f2f6c0e9b10")]
    [InlineData("../7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10")]
    public void A_session_that_is_no_uuid_is_refused_because_its_name_becomes_an_argument(string session) =>
        Assert.False(HookPayload.TryParse(System.Text.Encoding.UTF8.GetBytes($$"""{"hook_event_name":"SessionStart","session_id":"{{session}}"}"""), out _));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_member_of_an_unexpected_kind_is_taken_for_missing(string name)
    {
        foreach (var member in Sample.Json($"hooks/{name}.json").EnumerateObject().Where(member => member.Name is not ("hook_event_name" or "session_id")))
        {
            foreach (var odd in new[] { "null", "7", "{}", "[1]", "\"\\udc00\"" })
            {
                var members = Sample.Json($"hooks/{name}.json").EnumerateObject().Select(other => $"{JsonSerializer.Serialize(other.Name)}:{(other.Name == member.Name ? odd : other.Value.GetRawText())}");
                Assert.True(HookPayload.TryParse(Encoding.UTF8.GetBytes("{" + string.Join(',', members) + "}"), out var payload));
                _ = payload!.ToSignal();
            }
        }
    }

    private static ClaudeSignal.PromptSubmitted Prompt(string name)
    {
        var json = Sample.Json($"hooks/{name}.json");
        return new ClaudeSignal.PromptSubmitted(json.GetProperty("prompt").GetString()!) { PromptId = json.GetProperty("prompt_id").GetString() };
    }

    private static string LastMessage(string name) => ToolSummary.FirstLine(Sample.Json($"hooks/{name}.json").GetProperty("last_assistant_message").GetString()!);
}
