using System.Text;
using System.Text.Json.Nodes;
using Chorus.Claude;
using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

/// <summary>What hooks leave in a task's history.</summary>
public sealed class TaskHistoryTests : IDisposable
{
    private readonly StoredProject project = new();
    private readonly TaskHistory history;

    public TaskHistoryTests() => history = new TaskHistory(project.History, project.Messages, project.Clock);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_tool_call_is_one_line_with_its_end_and_its_time()
    {
        var task = await project.AddBusyAsync();
        await HearAsync(task, "PreToolUse", new() { ["tool_name"] = "Bash", ["tool_input"] = new JsonObject { ["command"] = "npm test" }, ["tool_use_id"] = "a" });
        Assert.Equal(("tool", "Bash: npm test", "", null), Line(task));
        await HearAsync(task, "PostToolUse", new() { ["tool_name"] = "Bash", ["tool_use_id"] = "a", ["duration_ms"] = 1234 });
        Assert.Equal(("tool", "Bash: npm test", "ok", TimeSpan.FromMilliseconds(1234)), Line(task));
    }

    [Theory]
    [InlineData(true, "interrupted")]
    [InlineData(false, "failed")]
    public async Task A_failed_call_says_so_and_is_timed_here_when_nobody_else_does(bool interrupted, string how)
    {
        var task = await project.AddBusyAsync();
        await HearAsync(task, "PreToolUse", new() { ["tool_name"] = "Bash", ["tool_input"] = new JsonObject { ["command"] = "x" }, ["tool_use_id"] = "a" });
        project.Clock.Advance(TimeSpan.FromSeconds(3));
        await HearAsync(task, "PostToolUseFailure", new() { ["tool_use_id"] = "a", ["is_interrupt"] = interrupted });
        Assert.Equal(("tool", "Bash: x", how, TimeSpan.FromSeconds(3)), Line(task));
    }

    [Fact]
    public async Task A_repeated_end_changes_nothing()
    {
        var task = await project.AddBusyAsync();
        await HearAsync(task, "PreToolUse", new() { ["tool_name"] = "Bash", ["tool_use_id"] = "a" });
        await HearAsync(task, "PostToolUse", new() { ["tool_use_id"] = "a", ["duration_ms"] = 5 });
        await HearAsync(task, "PostToolUseFailure", new() { ["tool_use_id"] = "a", ["duration_ms"] = 900 });
        await HearAsync(task, "PostToolUse", new() { ["tool_use_id"] = "unknown" });
        Assert.Equal(("tool", "Bash", "ok", TimeSpan.FromMilliseconds(5)), Line(task));
    }

    [Fact]
    public async Task A_prompt_that_Chorus_typed_is_told_from_one_of_the_terminal_and_its_message_has_arrived()
    {
        var task = await project.AddBusyAsync();
        var message = await project.Messages.AddAsync(task, "Fix it,\tplease:\n  é 👍 ", "cli", project.Clock.GetUtcNow(), CancellationToken.None);
        await project.Messages.MoveAsync(message.Id, MessageState.Queued, MessageState.Typing, project.Clock.GetUtcNow(), CancellationToken.None);
        await HearAsync(task, "UserPromptSubmit", new() { ["prompt"] = "something else" });
        Assert.Equal("terminal", project.History.Of(task, 1)[0].Source);
        Assert.Null(project.Messages.Newest(task, 1)[0].ArrivedAt);

        project.Clock.Advance(TimeSpan.FromSeconds(1));
        await HearAsync(task, "UserPromptSubmit", new() { ["prompt"] = "Fix it,    please:\n  e\u0301 👍" });
        Assert.Equal(("prompt", "cli"), (project.History.Of(task, 1)[0].Kind, project.History.Of(task, 1)[0].Source));
        Assert.Equal((MessageState.Sent, project.Clock.GetUtcNow()), (project.Messages.Newest(task, 1)[0].State, project.Messages.Newest(task, 1)[0].ArrivedAt));
        // The same words again were typed by somebody else.
        await HearAsync(task, "UserPromptSubmit", new() { ["prompt"] = "Fix it,    please:\n  é 👍" });
        Assert.Equal("terminal", project.History.Of(task, 1)[0].Source);
    }

    [Fact]
    public async Task Subagents_compactions_conversations_and_answers_have_their_lines()
    {
        var task = await project.AddBusyAsync();
        await HearAsync(task, "SessionStart", new() { ["source"] = "resume" });
        await HearAsync(task, "SubagentStart", new() { ["agent_id"] = "x", ["agent_type"] = "Explore" });
        await HearAsync(task, "PreToolUse", new() { ["tool_name"] = "Read", ["tool_use_id"] = "r", ["agent_id"] = "x" });
        project.Clock.Advance(TimeSpan.FromSeconds(2));
        await HearAsync(task, "SubagentStop", new() { ["agent_id"] = "x" });
        await HearAsync(task, "PreCompact", new() { ["trigger"] = "auto" });
        await HearAsync(task, "PostCompact", []);
        await HearAsync(task, "Stop", new() { ["last_assistant_message"] = "All done.\nReally." });
        Assert.Equal(
            [
                ("answer", "All done.\nReally.", ""), ("compaction", "auto", "ok"), ("tool", "Read", ""), ("subagent", "Explore", "ok"), ("session", "resume", ""),
            ],
            project.History.Of(task, 100).Where(line => line.Kind is not ("status" or "created")).Select(line => (line.Kind, line.Detail, line.Reason)));
        Assert.Equal("subagent", project.History.Of(task, 1, "tool")[0].From);
        Assert.Equal(TimeSpan.FromSeconds(2), project.History.Of(task, 1, "subagent")[0].Duration);
    }

    [Fact]
    public async Task A_history_is_read_in_pieces_and_searched_by_its_words()
    {
        var task = await project.AddBusyAsync();
        foreach (var number in Enumerable.Range(1, 30))
        {
            await project.History.AppendAsync(TaskEvent.Note(task, project.Clock.GetUtcNow(), "prompt", $"note {number} 100%_a", "cli"), CancellationToken.None);
        }

        var newest = project.History.Of(task, 10);
        var older = project.History.Of(task, 10, before: newest[^1].Seq);
        Assert.Equal(["note 21 100%_a", "note 20 100%_a"], [newest[^1].Detail, older[0].Detail]);
        Assert.Equal(["note 7 100%_a"], project.History.Of(task, 10, text: "NOTE 7 ").Select(line => line.Detail));
        Assert.Equal(30, project.History.Of(task, 100, text: "%_A").Count);
        Assert.Empty(project.History.Of(task, 100, text: "note%7"));
        Assert.Empty(project.History.Of(task, 100, text: "!"));
    }

    [Fact]
    public async Task A_long_prompt_is_kept_longer_than_a_long_command_and_never_cut_inside_a_character()
    {
        var task = await project.AddBusyAsync();
        var text = new string('a', TaskEvent.DetailLimit - 1) + "👍" + new string('b', 20_000);
        await HearAsync(task, "UserPromptSubmit", new() { ["prompt"] = text });
        Assert.Equal(TaskEvent.PromptLimit, project.History.Of(task, 1)[0].Detail.Length);
        await project.History.AppendAsync(TaskEvent.Note(task, project.Clock.GetUtcNow(), "decision", text, "cli"), CancellationToken.None);
        Assert.Equal(new string('a', TaskEvent.DetailLimit - 1), project.History.Of(task, 1)[0].Detail);
    }

    [Fact]
    public async Task The_statuses_of_a_stretch_of_time_begin_with_the_one_that_held_before()
    {
        var (one, two) = (await project.AddBusyAsync(), await project.AddBusyAsync());
        project.Clock.Advance(TimeSpan.FromHours(5));
        await project.HearAsync(one, new ClaudeSignal.TurnEnded(0, 0, "x"));
        Assert.Equal(
            [(one, "busy"), (two, "busy"), (one, "idle")],
            project.History.StatusesSince(project.Clock.GetUtcNow().AddHours(-1)).Select(line => (line.TaskId, line.To)));
    }

    private (string Kind, string Detail, string Reason, TimeSpan? Duration) Line(TaskId task) =>
        project.History.Of(task, 1) is [var line] ? (line.Kind, line.Detail, line.Reason, line.Duration) : default;

    private async Task HearAsync(TaskId task, string name, JsonObject fields)
    {
        fields["hook_event_name"] = name;
        fields["session_id"] = "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10";
        Assert.True(HookPayload.TryParse(Encoding.UTF8.GetBytes(fields.ToJsonString()), out var payload));
        await history.RecordAsync(task, payload, CancellationToken.None);
    }
}
