using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Tasks;

namespace Chorus.Tests.Permissions;

public sealed class PermissionInboxTests : IDisposable
{
    /// <summary>What JavaScript sends for a text that was cut in the middle of a character.</summary>
    private const string HalfSmile = """{"command":"echo \ud83d","description":"\ud83d"}""";

    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task A_question_is_stored_shown_and_named_by_the_status()
    {
        var task = await desk.Project.AddBusyAsync();
        using var listener = desk.Project.Events.Subscribe();
        var (request, answer) = await desk.AskAsync(task);

        Assert.False(answer.IsCompleted);
        Assert.Equal(PermissionStatus.Open, request.Status);
        Assert.Equal(Desk.Input, request.InputJson);
        Assert.Equal(Desk.Question(task, "relay").Hash(), request.Hash);
        Assert.Equal([request.Id], desk.Requests.Open().Select(open => open.Id));
        Assert.Equal((ClaudeActivity.Waiting, ClaudeReason.Permission, "Bash: npm test"), Seen(task));
        Assert.Equal([new OpenQuestion(request.Id, ClaudeReason.Permission, "Bash: npm test")], desk.Project.Task(task).Claude.Questions);
        Assert.Superset(
            new HashSet<Change> { new(ChangeKind.Task, task.ToString()), new(ChangeKind.Permission, request.Id) },
            new HashSet<Change>(await listener.TakeAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData("Bash", PermissionKind.Tool, ClaudeReason.Permission)]
    [InlineData("AskUserQuestion", PermissionKind.Question, ClaudeReason.Question)]
    [InlineData("ExitPlanMode", PermissionKind.Plan, ClaudeReason.Plan)]
    public async Task The_tool_decides_what_kind_of_answer_is_wanted(string tool, PermissionKind kind, ClaudeReason reason)
    {
        var task = await desk.Project.AddBusyAsync();
        using var lost = new CancellationTokenSource();
        var answer = desk.Inbox.AskAsync(Desk.Question(task, "relay", tool), lost.Token);
        Assert.Equal(kind, (await desk.OpenedAsync(task, answer)).Kind);
        Assert.Equal(reason, desk.Project.Status(task).Reason);
        await lost.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_relay_that_reconnects_finds_its_own_question_and_later_its_answer()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, first) = await desk.AskAsync(task);
        var (same, second) = await desk.AskAsync(task);
        Assert.Equal(request.Id, same.Id);
        Assert.Single(desk.Requests.Open());

        await desk.AllowAsync(request);
        Assert.Equal(HookAnswer.Allow(), await first);
        Assert.Equal(HookAnswer.Allow(), await second);
        Assert.Equal(HookAnswer.Allow(), await desk.Inbox.AskAsync(Desk.Question(task, "relay"), CancellationToken.None));
        Assert.Single(desk.Requests.Newest(10));
    }

    [Fact]
    public async Task The_same_key_of_another_task_is_another_question()
    {
        var (one, two) = (await desk.Project.AddBusyAsync(), await desk.Project.AddBusyAsync());
        var (first, firstAnswer) = await desk.AskAsync(one);
        var (second, secondAnswer) = await desk.AskAsync(two);
        Assert.NotEqual(first.Id, second.Id);
        Assert.NotEqual(first.Hash, second.Hash);

        await desk.AllowAsync(first);
        await desk.DenyAsync(second);
        Assert.Equal(HookAnswer.Allow(), await firstAnswer);
        Assert.Contains("\"deny\"", await secondAnswer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_hundred_parallel_decisions_the_first_wins_and_the_hook_gets_exactly_that_one()
    {
        var task = await desk.Project.AddBusyAsync();
        for (var round = 0; round < 20; round++)
        {
            var (request, answer) = await desk.AskAsync(task, $"relay-{round}");
            var outcomes = new DecisionOutcome[100];
            await Parallel.ForAsync(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
                outcomes[number] = number % 2 == 0 ? await desk.AllowAsync(request) : await desk.DenyAsync(request, $"no {number}"));

            var winner = Array.FindIndex(outcomes, outcome => outcome is DecisionOutcome.Decided);
            var decided = ((DecisionOutcome.Decided)outcomes[winner]).Request;
            var expected = winner % 2 == 0 ? HookAnswer.Allow() : HookAnswer.Deny($"no {winner}", interrupt: false);
            Assert.Equal(expected, await answer);
            Assert.Equal(winner % 2 == 0 ? PermissionStatus.Allowed : PermissionStatus.Denied, decided.Status);
            Assert.Equal(99, outcomes.Count(outcome => outcome is DecisionOutcome.AlreadyClosed closed && closed.Request == decided));
            Assert.Equal(decided, desk.Requests.Find(request.Id));
        }

        Assert.Empty(desk.Requests.Open());
        Assert.Equal(20, desk.Project.History.Of(task, 100, "decision").Count);
    }

    [Fact]
    public async Task A_decision_about_something_else_than_what_is_stored_changes_nothing()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        var outcome = await desk.AllowAsync(request with { Hash = Desk.Question(task, "relay", input: """{"command":"rm -rf /"}""").Hash() });

        Assert.Equal(request, Assert.IsType<DecisionOutcome.Changed>(outcome).Request);
        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
        Assert.False(answer.IsCompleted);
        Assert.Equal(ClaudeActivity.Waiting, desk.Project.Status(task).Activity);
    }

    [Fact]
    public async Task Every_part_of_a_question_that_a_person_judges_is_in_its_hash()
    {
        var task = await desk.Project.AddBusyAsync();
        var question = Desk.Question(task, "relay");
        PermissionQuestion[] others =
        [
            question with { TaskId = new TaskId(99) },
            question with { ClaudeSessionId = "another" },
            question with { Tool = "Write" },
            question with { InputJson = Desk.Input + " " },
            question with { Cwd = "/" },
            question with { Tool = "Bash" + Desk.Input, InputJson = "" },
        ];
        Assert.Equal(others.Length + 1, others.Append(question).Select(other => other.Hash()).Distinct().Count());
    }

    [Fact]
    public async Task A_second_decision_hears_what_counted_instead()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.DenyAsync(request, "Use pnpm.");
        var late = Assert.IsType<DecisionOutcome.AlreadyClosed>(await desk.AllowAsync(request, by: "cli")).Request;

        Assert.Equal((PermissionStatus.Denied, "browser", "Use pnpm."), (late.Status, late.DecidedBy, late.Message));
        Assert.Equal(desk.Project.Clock.GetUtcNow(), late.DecidedAt);
        Assert.Equal(HookAnswer.Deny("Use pnpm.", interrupt: false), await answer);
        Assert.Equal(ClaudeActivity.Busy, desk.Project.Status(task).Activity);
    }

    [Fact]
    public async Task A_denial_that_interrupts_ends_the_turn()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskAsync(task);
        await desk.DenyAsync(request, interrupt: true);
        Assert.Equal(HookAnswer.Deny("The user denied this in Chorus.", interrupt: true), await answer);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted, "Stopped by the answer"), Seen(task));
    }

    [Fact]
    public async Task A_request_nobody_made_is_not_found() =>
        Assert.IsType<DecisionOutcome.NotFound>(await desk.Inbox.DecideAsync("none", new Decision("", new Verdict.Allow(), "cli"), CancellationToken.None));

    [Fact]
    public async Task A_question_with_half_a_character_is_asked_as_it_came()
    {
        var task = await desk.Project.AddBusyAsync();
        var answer = desk.Intake.ReceiveAsync(task, Desk.Hook("PermissionRequest", input: HalfSmile), "relay", CancellationToken.None);
        var request = await desk.OpenedAsync(task, answer);
        Assert.Equal(HalfSmile, request.InputJson);
        await desk.AllowAsync(request);
        Assert.Equal(HookAnswer.Allow(), await answer);
    }

    [Fact]
    public async Task Of_two_open_questions_the_other_stays_when_one_is_answered()
    {
        var task = await desk.Project.AddBusyAsync();
        var (first, firstAnswer) = await desk.AskAsync(task, "one");
        var (second, secondAnswer) = await desk.AskAsync(task, "two");
        await desk.AllowAsync(first);
        await firstAnswer;
        Assert.False(secondAnswer.IsCompleted);
        Assert.Equal([second.Id], desk.Project.Status(task).Questions.Select(question => question.RequestId));
        await desk.AllowAsync(second);
        Assert.Equal(HookAnswer.Allow(), await secondAnswer);
        Assert.Equal(ClaudeActivity.Busy, desk.Project.Status(task).Activity);
    }

    private (ClaudeActivity Activity, ClaudeReason Reason, string Detail) Seen(TaskId task)
    {
        var status = desk.Project.Status(task);
        return (status.Activity, status.Reason, status.Detail);
    }
}
