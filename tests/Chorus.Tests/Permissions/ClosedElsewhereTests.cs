using Chorus.Claude;
using Chorus.Permissions;

namespace Chorus.Tests.Permissions;

public sealed class ClosedElsewhereTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("PostToolUse")]
    [InlineData("PostToolUseFailure")]
    public async Task A_tool_that_ran_was_answered_in_the_terminal_and_a_late_decision_says_so(string hook)
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        // Equal by content, spelled otherwise.
        await desk.Inbox.ObserveAsync(task, Desk.Hook(hook, input: """{ "description": "Run the tests", "command": "npm test" }"""), CancellationToken.None);

        Assert.Null(await answer);
        var late = Assert.IsType<DecisionOutcome.AlreadyClosed>(await desk.AllowAsync(request)).Request;
        Assert.Equal((PermissionStatus.AnsweredInTerminal, "terminal"), (late.Status, late.DecidedBy));
        Assert.Null(desk.Requests.Answer(request.Id));
        Assert.Equal(ClaudeActivity.Busy, desk.Project.Status(task).Activity);
    }

    [Fact]
    public async Task A_tool_with_half_a_character_in_its_input_is_recognised()
    {
        // What JavaScript sends for a text that was cut in the middle of a character.
        const string HalfSmile = """{"command":"echo \ud83d"}""";
        var task = await desk.Project.AddBusyAsync();
        var answer = desk.Inbox.AskAsync(Desk.Question(task, "relay", input: HalfSmile), CancellationToken.None);
        await desk.OpenedAsync(task, answer);
        await desk.Intake.ReceiveAsync(task, Desk.Hook("PostToolUse", input: """{"command":"echo \ud83e"}"""), "", CancellationToken.None);
        Assert.Single(desk.Requests.Open());
        await desk.Intake.ReceiveAsync(task, Desk.Hook("PostToolUse", input: HalfSmile), "", CancellationToken.None);
        Assert.Null(await answer);
    }

    [Theory]
    [InlineData("PostToolUse", "Bash", """{"command":"npm run build"}""", null)]
    [InlineData("PostToolUse", "Write", Desk.Input, null)]
    [InlineData("PostToolUse", "Bash", Desk.Input, "agent-1")]
    [InlineData("PreToolUse", "Bash", Desk.Input, null)]
    [InlineData("Stop", "", "{}", "agent-1")]
    [InlineData("SubagentStop", "", "{}", null)]
    [InlineData("Notification", "", "{}", null)]
    public async Task What_is_not_about_this_question_leaves_it_open(string hook, string tool, string input, string? agent)
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.Inbox.ObserveAsync(task, Desk.Hook(hook, tool, input, agent), CancellationToken.None);
        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
        Assert.False(answer.IsCompleted);
    }

    [Theory]
    [InlineData("Stop")]
    [InlineData("StopFailure")]
    [InlineData("UserPromptSubmit")]
    [InlineData("SessionEnd")]
    public async Task A_turn_that_ended_has_no_open_question(string hook)
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.Intake.ReceiveAsync(task, Desk.Hook(hook), "", CancellationToken.None);
        Assert.Null(await answer);
        Assert.Equal(PermissionStatus.AnsweredInTerminal, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task A_tool_of_another_task_closes_nothing()
    {
        var (asking, other) = (await desk.Project.AddBusyAsync(), await desk.Project.AddBusyAsync());
        var (request, _) = await desk.AskAsync(asking);
        await desk.Intake.ReceiveAsync(other, Desk.Hook("PostToolUse"), "", CancellationToken.None);
        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task A_lost_relay_closes_its_question_and_the_session_file_says_what_became_of_the_turn()
    {
        var task = await desk.Project.AddBusyAsync();
        using var connection = new CancellationTokenSource();
        var answer = desk.Intake.ReceiveAsync(task, Desk.Hook("PermissionRequest"), "relay", connection.Token);
        var request = await desk.OpenedAsync(task, answer);
        await connection.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal((PermissionStatus.AnsweredInTerminal, "terminal"), (desk.Requests.Find(request.Id)!.Status, desk.Requests.Find(request.Id)!.DecidedBy));
        Assert.IsType<DecisionOutcome.AlreadyClosed>(await desk.AllowAsync(request));
        Assert.Equal(ClaudeActivity.Waiting, desk.Project.Status(task).Activity);

        // Esc: the file is written at the same moment, and needs no time to settle.
        await desk.Project.HearAsync(task, new ClaudeSignal.RegistryObserved("idle", null, desk.Project.Clock.GetUtcNow().AddMilliseconds(50)));
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), (desk.Project.Status(task).Activity, desk.Project.Status(task).Reason));
    }

    [Theory]
    [InlineData("AskUserQuestion", "PostToolUse.AskUserQuestion")]
    [InlineData("ExitPlanMode", null)]
    public async Task A_question_or_plan_answered_in_the_terminal_is_recognised_though_its_input_comes_back_changed(string tool, string? recorded)
    {
        var task = await desk.Project.AddBusyAsync();
        var input = tool == "ExitPlanMode" ? """{"plan":"# The plan","planFilePath":"/home/dev/.claude/plans/a.md"}""" : """{"questions":[{"question":"Which database?"}]}""";
        var answer = desk.Inbox.AskAsync(Desk.Question(task, "relay", tool, input), CancellationToken.None);
        var request = await desk.OpenedAsync(task, answer);

        Assert.True(recorded is null
            ? HookPayload.TryParse(System.Text.Encoding.UTF8.GetBytes("{\"hook_event_name\":\"PostToolUse\",\"session_id\":\"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10\",\"tool_name\":\"ExitPlanMode\",\"tool_input\":{}}"), out var payload)
            : HookPayload.TryParse(Chorus.Tests.Claude.Sample.Bytes($"hooks/{recorded}.json"), out payload));
        await desk.Intake.ReceiveAsync(task, payload!, "", CancellationToken.None);

        Assert.Null(await answer);
        Assert.Equal(PermissionStatus.AnsweredInTerminal, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task A_relay_that_reconnected_is_not_lost_when_its_first_connection_ends()
    {
        var task = await desk.Project.AddBusyAsync();
        using var connection = new CancellationTokenSource();
        var first = desk.Intake.ReceiveAsync(task, Desk.Hook("PermissionRequest"), "relay", connection.Token);
        var second = desk.Intake.ReceiveAsync(task, Desk.Hook("PermissionRequest"), "relay", CancellationToken.None);
        await desk.OpenedAsync(task, first);
        await connection.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        await desk.AllowAsync(Assert.Single(desk.Requests.Open()));
        Assert.Equal(HookAnswer.Allow(), await second);
    }

    [Fact]
    public async Task A_relay_lost_after_the_decision_changes_nothing()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.AllowAsync(request);
        await answer;
        await desk.Inbox.RelayLostAsync(task, "relay", CancellationToken.None);
        Assert.Equal(PermissionStatus.Allowed, desk.Requests.Find(request.Id)!.Status);
        Assert.Equal(ClaudeActivity.Busy, desk.Project.Status(task).Activity);
    }

    [Fact]
    public async Task A_server_that_stops_leaves_the_question_open()
    {
        var task = await desk.Project.AddBusyAsync();
        using var connection = new CancellationTokenSource();
        var answer = desk.Intake.ReceiveAsync(task, Desk.Hook("PermissionRequest"), "relay", connection.Token);
        desk.Lifetime.StopApplication();
        await connection.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Single(desk.Requests.Open());
    }

    [Fact]
    public async Task A_stopped_task_expires_its_question()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.Project.HearAsync(task, new ClaudeSignal.StoppedByUser());
        await desk.Inbox.ReconcileAsync(CancellationToken.None);

        Assert.Null(await answer);
        Assert.Equal((PermissionStatus.Expired, "chorus"), (desk.Requests.Find(request.Id)!.Status, desk.Requests.Find(request.Id)!.DecidedBy));
        Assert.Equal(PermissionStatus.Expired, Assert.IsType<DecisionOutcome.AlreadyClosed>(await desk.AllowAsync(request)).Request.Status);
        Assert.Equal(ClaudeActivity.Stopped, desk.Project.Status(task).Activity);
    }

    [Fact]
    public async Task A_dialog_the_registry_saw_go_was_answered_in_the_terminal()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.Inbox.ReconcileAsync(CancellationToken.None);
        Assert.Single(desk.Requests.Open());

        await desk.Project.HearAsync(task, new ClaudeSignal.RegistryObserved("waiting", "permission", desk.Project.Clock.GetUtcNow()));
        desk.Project.Clock.Advance(ClaudeStatus.Settle);
        await desk.Project.HearAsync(task, new ClaudeSignal.RegistryObserved("idle", null, desk.Project.Clock.GetUtcNow() - ClaudeStatus.Settle));
        await desk.Inbox.ReconcileAsync(CancellationToken.None);
        Assert.Null(await answer);
        Assert.Equal(PermissionStatus.AnsweredInTerminal, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_never_yields_an_answer()
    {
        var task = await desk.Project.AddBusyAsync();
        for (var round = 0; round < 20; round++)
        {
            using var connection = new CancellationTokenSource();
            var (request, answer) = await desk.AskAsync(task, $"relay-{round}", connection.Token);
            var denial = desk.DenyAsync(request);
            await connection.CancelAsync();
            await denial;
            Assert.DoesNotContain("allow", await AnswerOrNothingAsync(answer), StringComparison.Ordinal);
        }

        using var lost = new CancellationTokenSource();
        var (_, waiting) = await desk.AskAsync(task, "last", lost.Token);
        await lost.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static async Task<string> AnswerOrNothingAsync(Task<string?> answer)
    {
        try
        {
            return await answer ?? "";
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }
}
