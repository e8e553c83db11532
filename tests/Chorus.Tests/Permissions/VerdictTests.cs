using System.Text.Json;
using Chorus.Claude;
using Chorus.Permissions;

namespace Chorus.Tests.Permissions;

/// <summary>What each answer makes of a request: the text for its hook, and what is written down.</summary>
public sealed class VerdictTests : IDisposable
{
    private const string Question = """
        {"questions":[
          {"question":"How should it be cut?","header":"Buckets","multiSelect":false,"options":[{"label":"Equal counts","description":"d"},{"label":"Round steps","description":""}]},
          {"question":"Where?","header":"Surfaces","multiSelect":true,"options":[{"label":"Web"},{"label":"App, API"}]}]}
        """;

    private const string Plan = """{"plan":"# Plan\n1. one","planFilePath":"/p.md"}""";
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task A_changed_command_is_allowed_as_changed_and_remembered_as_such()
    {
        var (request, answer) = await AskAsync("Bash", Desk.Bash("npm test"));
        var changed = Decided(await desk.SayAsync(request, new Verdict.AllowChanged("""{"command":"npm test -- one","description":"Do it"}""")));
        Assert.Equal("""{"command":"npm test -- one","description":"Do it"}""", changed.ChangedInputJson);
        Assert.True(Same(UpdatedInput(await answer), changed.ChangedInputJson!));
        Assert.Equal("allowed with changes: Bash: npm test", desk.Project.History.Of(request.TaskId, 1, "decision")[0].Detail);
    }

    [Fact]
    public async Task An_unchanged_input_is_plainly_allowed()
    {
        var (request, answer) = await AskAsync("Bash", Desk.Bash("npm test"));
        Assert.Null(Decided(await desk.SayAsync(request, new Verdict.AllowChanged("""{ "description":"Do it", "command":"npm test" }"""))).ChangedInputJson);
        Assert.Equal(HookAnswer.Allow(), await answer);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{\"command\":")]
    [InlineData("")]
    public async Task An_input_that_is_no_object_is_refused_and_the_request_stays_open(string input)
    {
        var (request, _) = await AskAsync("Bash", Desk.Bash("npm test"));
        Assert.IsType<DecisionOutcome.Invalid>(await desk.SayAsync(request, new Verdict.AllowChanged(input)));
        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task Questions_are_answered_by_their_labels_or_in_own_words()
    {
        var (request, answer) = await AskAsync("AskUserQuestion", Question);
        var answered = Decided(await desk.SayAsync(request, Answers(("How should it be cut?", ["per category"]), ("Where?", ["Web", "App, API", " mine "]))));
        Assert.Equal(PermissionStatus.Allowed, answered.Status);
        var input = UpdatedInput(await answer);
        Assert.Equal("per category", input.GetProperty("answers").GetProperty("How should it be cut?").GetString());
        Assert.Equal("Web, \"App, API\", mine", input.GetProperty("answers").GetProperty("Where?").GetString());
        Assert.Equal(2, input.GetProperty("questions").GetArrayLength());
    }

    [Fact]
    public async Task An_answer_that_is_missing_unknown_or_too_much_is_refused_with_the_reason()
    {
        var (request, _) = await AskAsync("AskUserQuestion", Question);
        foreach (var (verdict, why) in new (Verdict, string)[]
        {
            (Answers(("Where?", ["Web"])), "'How should it be cut?' has no answer yet."),
            (Answers(("How should it be cut?", [" "]), ("Where?", ["Web"])), "'How should it be cut?' has no answer yet."),
            (Answers(("How should it be cut?", ["Equal counts", "Round steps"]), ("Where?", ["Web"])), "'How should it be cut?' takes one answer."),
            (Answers(("Else?", ["x"])), "There is no question 'Else?'."),
            (new Verdict.Allow(), "A question wants an answer, or to be denied."),
            (new Verdict.ApproveAndAcceptEdits(), "A question wants an answer, or to be denied."),
        })
        {
            Assert.Equal(why, Assert.IsType<DecisionOutcome.Invalid>(await desk.SayAsync(request, verdict)).Why);
        }

        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
    }

    [Fact]
    public async Task A_plan_is_approved_by_handing_it_back()
    {
        var (request, answer) = await AskAsync("ExitPlanMode", Plan);
        Decided(await desk.SayAsync(request, new Verdict.Allow()));
        Assert.True(Same(UpdatedInput(await answer), Plan));
        Assert.DoesNotContain("setMode", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_can_be_approved_with_its_edits()
    {
        var (request, answer) = await AskAsync("ExitPlanMode", Plan);
        Decided(await desk.SayAsync(request, new Verdict.ApproveAndAcceptEdits()));
        Assert.Contains("\"acceptEdits\"", await answer, StringComparison.Ordinal);
        Assert.True(Same(UpdatedInput(await answer), Plan));
    }

    [Fact]
    public async Task Only_plans_are_approved_with_edits_and_only_questions_are_answered()
    {
        var (request, _) = await AskAsync("Bash", Desk.Bash("npm test"));
        Assert.IsType<DecisionOutcome.Invalid>(await desk.SayAsync(request, new Verdict.ApproveAndAcceptEdits()));
        Assert.IsType<DecisionOutcome.Invalid>(await desk.SayAsync(request, Answers(("x", ["y"]))));
    }

    [Fact]
    public async Task Deny_and_stop_ends_the_turn()
    {
        var (request, answer) = await AskAsync("ExitPlanMode", Plan);
        Decided(await desk.SayAsync(request, new Verdict.Deny("Not today.", Stop: true)));
        Assert.Equal(HookAnswer.Deny("Not today.", interrupt: true), await answer);
        Assert.Equal((ClaudeActivity.Idle, ClaudeReason.Interrupted), (desk.Project.Status(request.TaskId).Activity, desk.Project.Status(request.TaskId).Reason));
    }

    private async Task<(PermissionRequest Request, Task<string?> Answer)> AskAsync(string tool, string input) =>
        await desk.AskForAsync(await desk.Project.AddBusyAsync(), tool, input, "relay");

    private static Verdict.Answer Answers(params (string Question, string[] Given)[] answers) =>
        new(answers.ToDictionary(answer => answer.Question, answer => (IReadOnlyList<string>)answer.Given));

    private static PermissionRequest Decided(DecisionOutcome outcome) => Assert.IsType<DecisionOutcome.Decided>(outcome).Request;

    private static JsonElement UpdatedInput(string? answer) =>
        JsonElement.Parse(answer!).GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("updatedInput");

    private static bool Same(JsonElement left, string right) => JsonElement.DeepEquals(left, JsonElement.Parse(right));
}
