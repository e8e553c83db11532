using Chorus.EndToEnd.Fixtures;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>Every kind of question and every answer to it, with the real Claude Code: with the mouse, with keys alone, and with one thumb on a phone.</summary>
public sealed class AnswerTests(ITestOutputHelper output)
{
    private const string Questions = """{"questions":[{"question":"Which key?","header":"Key","multiSelect":false,"options":[{"label":"C major","description":"White keys"},{"label":"A minor","description":""}]},{"question":"Which parts?","header":"Parts","multiSelect":true,"options":[{"label":"Verse","description":""},{"label":"Bridge, if short","description":""}]}]}""";

    [Theory]
    [InlineData(Hand.Mouse)]
    [InlineData(Hand.Keys)]
    [InlineData(Hand.Thumb)]
    internal Task A_command_is_allowed_denied_changed_and_allowed_for_good(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        var id = await OpenAsync(scene, page, "[[bash: echo one >> out.txt]] [[bash: echo two >> out.txt]] [[bash: echo three >> out.txt]] [[bash: git init -q a]] [[bash: git init -q b]] [[bash: echo last >> out.txt]]");
        await AskedAsync(page, "echo one >> out.txt");
        await worker.PressAsync("Allow", "a");
        await AskedAsync(page, "echo two >> out.txt");
        await worker.PressAsync("Deny", "d");

        await AskedAsync(page, "echo three >> out.txt");
        await worker.PressAsync("Change…", "e");
        await worker.WriteAsync("Command to run instead", "echo changed >> out.txt");
        await worker.SendAsync("Allow as changed");

        await AskedAsync(page, "git init -q a");
        await worker.PressAsync("Always…", "w");
        await Assertions.Expect(page.GetByText("git init with any arguments")).ToBeVisibleAsync();
        await page.GetByText("git init with any arguments").ClickAsync();
        await worker.SendAsync("Allow always");

        // The next git init is not asked for any more.
        await AskedAsync(page, "echo last >> out.txt");
        Assert.True(Directory.Exists(scene.InProject("b")));
        await worker.PressAsync("Deny with message…", "m");
        await worker.WriteAsync("Why not? Claude reads this and goes on.", "That is enough.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny and stop" }).ClickAsync();
        await scene.Api.ClaudeIsAsync(id, "idle", "interrupted");
        Assert.Equal("one\nchanged\n", await File.ReadAllTextAsync(scene.InProject("out.txt")));
        Assert.Equal(
            ["allowed", "denied", "allowed", "allowed", "allowed", "denied"],
            (await scene.Api.GetAsync("permissions")).EnumerateArray().Reverse().Select(request => request.GetProperty("status").GetString()));
    });

    [Theory]
    [InlineData(Hand.Keys)]
    [InlineData(Hand.Thumb)]
    internal Task An_edit_is_shown_as_a_change_of_the_file_and_made_when_it_is_allowed(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        await File.WriteAllTextAsync(scene.InProject("notes.md"), "# Notes\n\nBlue.\nLast.\n");
        var id = await OpenAsync(scene, page, "[[read: notes.md]] [[edit: notes.md | Blue. | Green.]]");
        await Assertions.Expect(page.Locator(".file-head")).ToContainTextAsync("notes.md", new() { Timeout = 20_000 });
        Assert.Equal(["del 3 Blue.", "add 3 Green."], await RowsAsync(page));
        await worker.PressAsync("Allow", "a");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.Equal("# Notes\n\nGreen.\nLast.\n", await File.ReadAllTextAsync(scene.InProject("notes.md")));
    });

    [Theory]
    [InlineData(Hand.Mouse)]
    [InlineData(Hand.Keys)]
    [InlineData(Hand.Thumb)]
    internal Task Questions_are_answered_by_options_and_by_own_words(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        var id = await OpenAsync(scene, page, $"[[tool: AskUserQuestion {Questions}]]");
        await Assertions.Expect(page.GetByText("Which parts?", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await worker.ChooseAsync("A minor", "2");
        await worker.ChooseAsync("Bridge, if short", "5");
        await page.Locator("input[name='other.1']").FillAsync("A coda");
        await worker.SendAsync("Send answers");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        var told = (await scene.Model.NewestRequestAsync()).Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        Assert.Contains("A minor", told, StringComparison.Ordinal);
        Assert.Contains("Bridge, if short", told, StringComparison.Ordinal);
        Assert.Contains("A coda", told, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(Hand.Keys)]
    [InlineData(Hand.Thumb)]
    internal Task Answers_that_are_missing_are_told_and_nothing_is_sent(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        await OpenAsync(scene, page, $"[[tool: AskUserQuestion {Questions}]]");
        await Assertions.Expect(page.GetByText("Which parts?", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await worker.ChooseAsync("C major", "1");
        await worker.SendAsync("Send answers");
        await Assertions.Expect(page.Locator(".toast")).ToHaveTextAsync("'Which parts?' has no answer yet.");
        await Assertions.Expect(page.Locator("input[value='C major']")).ToBeCheckedAsync();
        Assert.Single((await scene.Api.GetAsync("permissions?status=open")).EnumerateArray());
    }, forgive: "422");

    [Theory]
    [InlineData(Hand.Keys)]
    [InlineData(Hand.Thumb)]
    internal Task A_plan_is_sent_back_and_then_started_with_its_edits(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        var id = await OpenAsync(scene, page, "[[plan: # A plan\\n\\n1. Write **it**.]]", mode: "plan");
        await Assertions.Expect(page.Locator(".plan strong")).ToHaveTextAsync("it", new() { Timeout = 20_000 });
        await worker.PressAsync("Change the plan…", "m");
        await worker.WriteAsync("What should be different? Claude reads this and plans on.", "Shorter, please.");
        await worker.SendAsync("Send back");
        await Eventually.TrueAsync("the model reads the words", async () => (await scene.Model.NewestRequestAsync()).Contains("Shorter, please.", StringComparison.Ordinal));
        await scene.Api.ClaudeIsAsync(id, "idle");

        await scene.Api.PostAsync($"tasks/{id}/messages", new { text = "[[plan: # Shorter]] [[write: made.txt | made]]" });
        await Assertions.Expect(page.Locator(".plan h1")).ToHaveTextAsync("Shorter", new() { Timeout = 20_000 });
        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start, accept edits" });
        await Assertions.Expect(start).ToBeEnabledAsync();
        await start.ClickAsync();
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");
        Assert.Equal("made", (await File.ReadAllTextAsync(scene.InProject("made.txt"))).TrimEnd());
    });

    [Fact]
    public Task The_same_request_of_several_tasks_is_answered_once() => PlayAsync(Hand.Mouse, async (scene, page, worker) =>
    {
        var tasks = new[] { await scene.Api.StartTaskAsync("One", "[[bash: echo x >> same.txt]]"), await scene.Api.StartTaskAsync("Two", "[[bash: echo x >> same.txt]]"), await scene.Api.StartTaskAsync("Three", "[[bash: echo y >> other.txt]]") };
        foreach (var id in tasks) { await scene.Api.ClaudeIsAsync(id, "waiting", "permission"); }
        await page.GotoAsync(new Uri(scene.Server.Url, "/tasks/1").AbsoluteUri);
        await page.GetByLabel("Answer the same request of another task, too").First.CheckAsync();
        await worker.PressAsync("Allow", "a");
        foreach (var id in tasks[..2]) { await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended"); }
        Assert.Equal("x\nx\n", await File.ReadAllTextAsync(scene.InProject("same.txt")));
        Assert.False(File.Exists(scene.InProject("other.txt")));
    });

    [Theory]
    [InlineData(Hand.Mouse)]
    [InlineData(Hand.Thumb)]
    internal Task A_rule_is_listed_with_its_use_and_asked_for_again_when_it_is_revoked(Hand hand) => PlayAsync(hand, async (scene, page, worker) =>
    {
        Directory.CreateDirectory(scene.InProject(".claude"));
        await File.WriteAllTextAsync(scene.InProject(".claude/settings.local.json"), """{"permissions":{"allow":["Bash(make *)"]}}""");
        var id = await OpenAsync(scene, page, "[[bash: git init -q a]] [[bash: git init -q a]]");
        await AskedAsync(page, "git init -q a");
        await worker.PressAsync("Always…", "w");
        await page.GetByText("exactly this command").ClickAsync();
        await worker.SendAsync("Allow always");
        await scene.Api.ClaudeIsAsync(id, "idle", "turn-ended");

        await page.GotoAsync(new Uri(scene.Server.Url, "/rules").AbsoluteUri);
        var rule = page.Locator(".rule").Filter(new() { HasText = "git init -q a" });
        await Assertions.Expect(rule).ToContainTextAsync("used once");
        await rule.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(rule).ToHaveCountAsync(0);
        var foreign = page.Locator(".rule").Filter(new() { HasText = "Bash(make *)" });
        await foreign.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(foreign).ToHaveCountAsync(0);
        Assert.DoesNotContain("make", await File.ReadAllTextAsync(scene.InProject(".claude/settings.local.json")), StringComparison.Ordinal);

        await scene.Api.PostAsync($"tasks/{id}/messages", new { text = "[[bash: git init -q a]]" });
        await scene.Api.AskedAsync("git init -q a");
    });

    private Task PlayAsync(Hand hand, Func<Scene, IPage, Worker, Task> act, string? forgive = null) => Scene.PlayAsync(output, async scene =>
    {
        var browser = await scene.OpenBrowserAsync(Worker.LookOf(hand));
        if (forgive is not null) { browser.Forgive(forgive); }
        await act(scene, browser.Page, new Worker(browser.Page, hand));
    });

    private static async Task<int> OpenAsync(Scene scene, IPage page, string brief, string mode = "manual")
    {
        var task = await scene.Api.PostAsync("tasks", new { title = "Asks", brief, permissionMode = mode, start = true });
        var id = task.GetProperty("id").GetInt32();
        await page.GotoAsync(new Uri(scene.Server.Url, $"/tasks/{id}").AbsoluteUri);
        return id;
    }

    private static async Task AskedAsync(IPage page, string command) =>
        await Assertions.Expect(page.Locator("article.decision pre.command").First).ToHaveTextAsync(command, new() { Timeout = 20_000 });

    private static async Task<string[]> RowsAsync(IPage page) => await page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('.diff tr.del, .diff tr.add')].map(row => `${row.className} ${row.cells[0].textContent}${row.cells[1].textContent} ${row.cells[3].textContent}`)");
}
