using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Tasks;

namespace Chorus.Tests.Permissions.Rules;

/// <summary>The life of a rule: made with a decision, applied, told of, taken back.</summary>
public sealed class RuleBookTests : IDisposable
{
    private const string OtherSession = "11111111-0b6e-4d5a-9a51-3f2f6c0e9b10";
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task A_rule_allows_the_next_call_it_covers_without_asking_and_says_so()
    {
        var task = await desk.Project.AddBusyAsync();
        var made = await AllowAlwaysAsync(task, "npm test", RuleScope.CommandPrefix, "npm test", RuleReach.Task);
        var (covered, answer) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test --watch"), "two");

        Assert.Equal(HookAnswer.Allow(), await answer);
        Assert.Equal((PermissionStatus.Allowed, "rule", made.RuleId), (covered.Status, covered.DecidedBy, covered.RuleId));
        Assert.Equal(ClaudeActivity.Busy, desk.Project.Status(task).Activity);
        Assert.Equal(1, desk.RuleStore.Find(made.RuleId!.Value)!.Uses);
        Assert.Equal("allowed: Bash: npm test", desk.Project.History.Of(task, 1, "decision")[0].Detail);
        Assert.Equal("rule", desk.Project.History.Of(task, 1, "decision")[0].Source);
    }

    [Theory]
    [InlineData("npm test; rm -rf x")]
    [InlineData("npm install")]
    public async Task What_a_rule_does_not_cover_is_asked(string command)
    {
        var task = await desk.Project.AddBusyAsync();
        await AllowAlwaysAsync(task, "npm test", RuleScope.CommandPrefix, "npm test", RuleReach.Task);
        var (request, _) = await desk.AskForAsync(task, "Bash", Desk.Bash(command), "two");
        Assert.Equal(PermissionStatus.Open, request.Status);
        Assert.Equal(ClaudeActivity.Waiting, desk.Project.Status(task).Activity);
    }

    [Theory]
    [InlineData(RuleReach.Session, true, false, false)]
    [InlineData(RuleReach.Task, true, true, false)]
    // Claude Code itself applies it; when it asks all the same, so does Chorus.
    [InlineData(RuleReach.Project, false, false, false)]
    public async Task A_rule_reaches_as_far_as_it_says(RuleReach reach, bool sameSession, bool otherSession, bool otherTask)
    {
        var (task, other) = (await desk.Project.AddBusyAsync(), await desk.Project.AddBusyAsync());
        await AllowAlwaysAsync(task, "npm test", RuleScope.ExactCommand, "npm test", reach);
        Assert.Equal(sameSession, await IsAllowedAsync(task, "a", null));
        Assert.Equal(otherSession, await IsAllowedAsync(task, "b", OtherSession));
        Assert.Equal(otherTask, await IsAllowedAsync(other, "c", null));
    }

    [Fact]
    public async Task A_revoked_rule_allows_nothing_any_more_and_cannot_be_revoked_twice()
    {
        var task = await desk.Project.AddBusyAsync();
        var made = await AllowAlwaysAsync(task, "npm test", RuleScope.ExactCommand, "npm test", RuleReach.Task);
        Assert.Equal(RevokeOutcome.Revoked, await desk.Rules.RevokeAsync(made.RuleId!.Value, CancellationToken.None));
        Assert.False(await IsAllowedAsync(task, "two", null));
        Assert.Equal(RevokeOutcome.NotFound, await desk.Rules.RevokeAsync(made.RuleId!.Value, CancellationToken.None));
        Assert.Equal(RevokeOutcome.NotFound, await desk.Rules.RevokeAsync(4711, CancellationToken.None));
        Assert.Empty(desk.RuleStore.Valid());
    }

    [Fact]
    public async Task A_rule_outlives_a_restart_of_the_server()
    {
        var task = await desk.Project.AddBusyAsync();
        await AllowAlwaysAsync(task, "npm test", RuleScope.ExactCommand, "npm test", RuleReach.Task);
        using var after = desk.Restarted();
        var (request, answer) = await after.AskForAsync(task, "Bash", Desk.Bash("npm test"), "two");
        Assert.Equal(PermissionStatus.Allowed, request.Status);
        Assert.Equal(HookAnswer.Allow(), await answer);
    }

    [Fact]
    public async Task A_new_rule_also_answers_what_it_covers_and_was_asked_before()
    {
        var task = await desk.Project.AddBusyAsync();
        var (first, _) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test a"), "one");
        var (second, waiting) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test b"), "two");
        var (third, _) = await desk.AskForAsync(task, "Bash", Desk.Bash("rm x"), "three");
        await desk.SayAsync(first, new Verdict.AllowAlways(RuleScope.CommandPrefix, "npm test", RuleReach.Task));

        Assert.Equal(HookAnswer.Allow(), await waiting);
        Assert.Equal("rule", desk.Requests.Find(second.Id)!.DecidedBy);
        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(third.Id)!.Status);
    }

    [Fact]
    public async Task Only_an_offered_rule_can_be_made()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, _) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test"), "one");
        foreach (var verdict in new Verdict[]
        {
            new Verdict.AllowAlways(RuleScope.CommandPrefix, "npm", RuleReach.Task),
            new Verdict.AllowAlways(RuleScope.ExactCommand, "rm -rf x", RuleReach.Task),
            new Verdict.AllowAlways(RuleScope.AnyInput, "", RuleReach.Project),
        })
        {
            Assert.IsType<DecisionOutcome.Invalid>(await desk.SayAsync(request, verdict));
        }

        Assert.Equal(PermissionStatus.Open, desk.Requests.Find(request.Id)!.Status);
        Assert.Empty(desk.RuleStore.Valid());
    }

    [Fact]
    public async Task A_rule_of_the_project_is_handed_to_Claude_Code_and_its_use_is_seen()
    {
        var task = await desk.Project.AddBusyAsync();
        var (request, answer) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test"), "one");
        await desk.SayAsync(request, new Verdict.AllowAlways(RuleScope.CommandPrefix, "npm test", RuleReach.Project));
        Assert.Equal(HookAnswer.AllowAlways("Bash", "npm test *", "localSettings"), await answer);

        var rule = Assert.Single(desk.RuleStore.Valid());
        Assert.Equal(("Bash(npm test *)", 0, null), (rule.ClaudeRule, rule.Uses, rule.LastUsedAt));
        await desk.Intake.ReceiveAsync(task, Desk.Hook("PreToolUse", input: Desk.Bash("npm test --all")), "", CancellationToken.None);
        await desk.Intake.ReceiveAsync(task, Desk.Hook("PreToolUse", input: Desk.Bash("npm install")), "", CancellationToken.None);
        Assert.Equal((1, desk.Project.Clock.GetUtcNow()), (desk.RuleStore.Find(rule.Id)!.Uses, desk.RuleStore.Find(rule.Id)!.LastUsedAt));
    }

    [Fact]
    public async Task Revoking_a_rule_of_the_project_takes_it_out_of_Claude_Codes_file_and_nothing_else()
    {
        var task = await desk.Project.AddBusyAsync();
        var made = await AllowAlwaysAsync(task, "npm test", RuleScope.ExactCommand, "npm test", RuleReach.Project);
        WriteLocal("""{"model":"opus","permissions":{"deny":["Read(.env)"],"allow":["Bash(npm test)","Bash(git status)"]}}""");
        using var listener = desk.Project.Events.Subscribe();
        Assert.Equal(RevokeOutcome.Revoked, await desk.Rules.RevokeAsync(made.RuleId!.Value, CancellationToken.None));

        Assert.Equal(["Bash(git status)"], desk.Files.Allowed().Select(rule => rule.Text));
        Assert.Contains("\"deny\"", File.ReadAllText(Local), StringComparison.Ordinal);
        Assert.Contains("\"model\": \"opus\"", File.ReadAllText(Local), StringComparison.Ordinal);
        Assert.Contains(new Change(ChangeKind.Rule, $"{made.RuleId}"), await listener.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_rule_that_was_written_by_hand_can_be_revoked_where_it_is_local_only()
    {
        WriteLocal("""{"permissions":{"allow":["Bash(make *)"]}}""");
        File.WriteAllText(Path.Combine(desk.Tree, ".claude", "settings.json"), """{"permissions":{"allow":["Bash(ls)"]}}""");
        Assert.Equal([("local", "Bash(make *)"), ("project", "Bash(ls)")], desk.Files.Allowed().Select(rule => (rule.Origin, rule.Text)));

        Assert.Equal(RevokeOutcome.NotOurs, await desk.Rules.RevokeAsync("project", "Bash(ls)", CancellationToken.None));
        Assert.Equal(RevokeOutcome.NotFound, await desk.Rules.RevokeAsync("local", "Bash(ls)", CancellationToken.None));
        Assert.Equal(RevokeOutcome.Revoked, await desk.Rules.RevokeAsync("local", "Bash(make *)", CancellationToken.None));
        Assert.Equal(["Bash(ls)"], desk.Files.Allowed().Select(rule => rule.Text));
    }

    [Fact]
    public async Task An_offer_says_how_much_of_the_past_it_would_have_covered()
    {
        var task = await desk.Project.AddBusyAsync();
        string[] commands = ["npm test", "npm test --watch", "npm test; rm x", "git status"];
        foreach (var command in commands)
        {
            var (request, _) = await desk.AskForAsync(task, "Bash", Desk.Bash(command), command);
            await desk.DenyAsync(request);
        }

        var (last, _) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test"), "last");
        var (covered, of) = desk.Rules.HeldAgainstHistory("Bash", RuleOffers.For(last, desk.Tree));
        Assert.Equal([2, 3], covered);
        Assert.Equal(5, of);
    }

    private string Local => Path.Combine(desk.Tree, ".claude", "settings.local.json");

    private void WriteLocal(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Local)!);
        File.WriteAllText(Local, json);
    }

    private async Task<PermissionRequest> AllowAlwaysAsync(TaskId task, string command, RuleScope scope, string value, RuleReach reach)
    {
        var (request, answer) = await desk.AskForAsync(task, "Bash", Desk.Bash(command), "rule");
        var outcome = await desk.SayAsync(request, new Verdict.AllowAlways(scope, value, reach));
        await answer;
        return Assert.IsType<DecisionOutcome.Decided>(outcome).Request;
    }

    private async Task<bool> IsAllowedAsync(TaskId task, string relay, string? session)
    {
        var (request, _) = await desk.AskForAsync(task, "Bash", Desk.Bash("npm test"), relay, session);
        return request.Status is PermissionStatus.Allowed;
    }
}
