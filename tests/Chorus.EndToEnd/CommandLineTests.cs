using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chorus.EndToEnd.Benchmarks;
using Chorus.EndToEnd.Fixtures;
using Xunit.Abstractions;

namespace Chorus.EndToEnd;

/// <summary>The same job without a browser, and the demo a newcomer sees first.</summary>
public sealed partial class CommandLineTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_task_goes_from_add_to_complete_by_commands_alone() => Scene.PlayAsync(output, async scene =>
    {
        var brief = Path.Combine(scene.Sandbox.Home, "brief.md");
        await File.WriteAllTextAsync(brief, "[[bash: echo typed > typed.txt]] [[bash: echo never > never.txt]]");
        Assert.Contains("1", (await DoneAsync(scene, "task", "add", "By hand", "--brief-file", brief, "--start")).Output, StringComparison.Ordinal);

        await DoneAsync(scene, "task", "wait", "1", "--for", "attention", "--timeout", "20");
        var first = await OnlyRequestAsync(scene);
        Assert.Equal("echo typed > typed.txt", first.GetProperty("input").GetProperty("command").GetString());
        await DoneAsync(scene, "permission", "allow", first.GetProperty("id").GetString()!);
        await Eventually.TrueAsync("the command ran", () => File.Exists(scene.InProject("typed.txt")));

        var again = await scene.Sandbox.CliAsync("permission", "deny", first.GetProperty("id").GetString()!);
        Assert.True(again.ExitCode == 1, again.ToString());
        await scene.Api.AskedAsync("never.txt");
        await DoneAsync(scene, "permission", "deny", (await OnlyRequestAsync(scene)).GetProperty("id").GetString()!, "--message", "Leave that.");
        await DoneAsync(scene, "task", "wait", "1", "--for", "idle", "--timeout", "20");
        Assert.False(File.Exists(scene.InProject("never.txt")));
        Assert.Contains("By hand", (await DoneAsync(scene, "task", "screen", "1")).Output, StringComparison.Ordinal);

        var sent = await scene.Sandbox.CliWithInputAsync("from stdin: \"$(touch x)\" `touch x`", "task", "send", "1", "-");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        await Eventually.TrueAsync("the message arrived", async () => (await scene.Model.TypedTextsAsync()).Contains("from stdin: \"$(touch x)\" `touch x`"));
        await scene.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.False(File.Exists(scene.InProject("x")));

        await DoneAsync(scene, "task", "complete", "1", "--note", "Good.");
        var task = JsonElement.Parse((await DoneAsync(scene, "task", "show", "1", "--json")).Output);
        Assert.Equal("completed", task.GetProperty("state").GetString());
        Assert.Equal("Good.", task.GetProperty("result").GetString());
    });

    [Fact]
    public Task Claude_Code_takes_the_answers_changes_rules_and_approvals_of_the_command_line() => Scene.PlayAsync(output, async scene =>
    {
        await DoneAsync(scene, "task", "add", "Asks", "--start", "--brief", "[[ask: Which key? | C major | A minor]] [[bash: echo asked > asked.txt]] [[bash: mkdir one two]] [[bash: mkdir one two three]] [[edit: README.md | A project | Our project]]");
        await DoneAsync(scene, "permission", "allow", await IdAsync(scene, "Which key?"), "--answer", "1=2");
        await Eventually.TrueAsync("the model reads the answer", async () => (await scene.Model.NewestRequestAsync()).Contains("A minor\\\"", StringComparison.Ordinal));
        await DoneAsync(scene, "permission", "allow", await IdAsync(scene, "asked.txt"), "--command", "echo changed > changed.txt");
        Assert.Contains("New rule   1, for the project: Bash(mkdir one *)\n", (await DoneAsync(scene, "permission", "allow", await IdAsync(scene, "mkdir one two"), "--always", "mkdir one", "--for", "project")).Output, StringComparison.Ordinal);
        await DoneAsync(scene, "permission", "allow", await IdAsync(scene, "Our project"));
        await scene.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.Equal(("changed\n", false), (await File.ReadAllTextAsync(scene.InProject("changed.txt")), File.Exists(scene.InProject("asked.txt"))));
        Assert.Equal("# Our project\n", await File.ReadAllTextAsync(scene.InProject("README.md")));
        Assert.DoesNotContain("mkdir one two three", (await DoneAsync(scene, "permission", "list", "--all")).Output, StringComparison.Ordinal);
        await DoneAsync(scene, "rule", "revoke", "1");
        Assert.DoesNotContain("mkdir", await File.ReadAllTextAsync(scene.InProject(".claude/settings.local.json")), StringComparison.Ordinal);

        await DoneAsync(scene, "task", "add", "Plans", "--start", "--permission-mode", "plan", "--brief", "[[plan: # The plan]] [[write: planned.txt | done]]");
        await DoneAsync(scene, "permission", "allow", await IdAsync(scene, "The plan"), "--accept-edits");
        await scene.Api.ClaudeIsAsync(2, "idle", "turn-ended");
        Assert.Equal("done", (await File.ReadAllTextAsync(scene.InProject("planned.txt"))).TrimEnd());
    });

    [Fact]
    public async Task A_request_is_read_whole_and_deceptive_text_is_allowed_only_on_purpose()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "Odd words", "--brief", "[[bash: echo safe > made.txt # \u202e txt.edam]]", "--start");
        await DoneAsync(sandbox, "task", "wait", "1", "--for", "attention", "--timeout", "20");
        Assert.Matches(@"(?m)^1 +Needs you +\d+ s +0 +Odd words +Bash: echo safe", (await DoneAsync(sandbox, "task", "list")).Output);
        var id = Assert.Single(JsonElement.Parse((await DoneAsync(sandbox, "permission", "list", "--json")).Output).EnumerateArray()).GetProperty("id").GetString()!;

        var shown = (await DoneAsync(sandbox, "permission", "show", id)).Output;
        Assert.Contains("  │ echo safe > made.txt # ⟨U+202E⟩ txt.edam\n", shown, StringComparison.Ordinal);
        Assert.Contains("Look twice: command: hidden character U+202E", shown, StringComparison.Ordinal);
        Assert.Contains("Task       1  Odd words\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', shown);

        var refused = await sandbox.CliAsync("permission", "allow", id);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("--anyway", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("open", JsonElement.Parse((await DoneAsync(sandbox, "permission", "show", id, "--json")).Output).GetProperty("status").GetString());
        Assert.False(File.Exists(sandbox.InProject("made.txt")));

        var allowed = (await DoneAsync(sandbox, "permission", "allow", id, "--anyway")).Output;
        Assert.Contains("Status     allowed by cli, ", allowed, StringComparison.Ordinal);
        Assert.Contains("  │ echo safe > made.txt # ⟨U+202E⟩ txt.edam\n", allowed, StringComparison.Ordinal);
        await Eventually.TrueAsync("the command ran", () => File.Exists(sandbox.InProject("made.txt")));

        var again = await sandbox.CliAsync("permission", "allow", id, "--anyway");
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("had no effect", Assert.Single(again.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Status     allowed by cli, ", (await DoneAsync(sandbox, "permission", "show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_shows_what_became_of_its_messages_and_a_queued_one_what_it_waits_for()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "First", "--start");
        await DoneAsync(sandbox, "task", "wait", "1", "--for", "idle", "--timeout", "20");
        await DoneAsync(sandbox, "task", "add", "Second", "--after", "1");
        Assert.Matches(@"(?m)^2 +Queued +\d+ s +0 +1 +Second$", (await DoneAsync(sandbox, "task", "list", "--state", "pending")).Output);

        await DoneAsync(sandbox, "task", "send", "1", "@README.md -- letter by letter");
        await Eventually.TrueAsync("the message is sent", async () => Regex.IsMatch((await DoneAsync(sandbox, "task", "show", "1")).Output, @"(?m)^sent +\d+ s +@README\.md -- letter by letter$"));
        await Eventually.TrueAsync("it arrived", async () => (await DoneAsync(sandbox, "task", "screen", "1")).Output.Contains("❯ @README.md -- letter by letter", StringComparison.Ordinal));

        await sandbox.TmuxAsync("kill-session", "-t", "=claude-1");
        var gone = await sandbox.CliAsync("attach", "1");
        Assert.True(gone.ExitCode == 1, gone.ToString());
        Assert.Contains("chorus task restart 1", Assert.Single(gone.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        await DoneAsync(sandbox, "task", "complete", "1");
        Assert.Matches(@"(?m)^2 +Queued +\d+ s +0 +Second$", (await DoneAsync(sandbox, "task", "list")).Output);
        Assert.Matches(@"(?m)^1 +Done +\d+ s +0 +First", (await DoneAsync(sandbox, "task", "list")).Output);
    }

    [Fact]
    public async Task Questions_are_answered_inputs_changed_and_edits_shown_by_commands_alone()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "Asks much", "--start", "--brief", "[[ask: Which key? | C major | A minor]] [[ask-multi: Which parts? | verse | chorus]] [[bash: echo asked > asked.txt]] [[edit: README.md | A project | Our project]]");

        var (question, shown) = await NextAsync(world, "Which key?");
        Assert.Contains("question 1, one answer\n  │ Which key?\n  1 │ C major\n    │   Choose C major\n  2 │ A minor\n", shown, StringComparison.Ordinal);
        var refused = await sandbox.CliAsync("permission", "allow", question);
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("  2 │ A minor\n", refused.Output, StringComparison.Ordinal);
        Assert.Contains("'Which key?' has no answer yet.", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Answer     Which key?\n         │ → A minor\n", (await DoneAsync(sandbox, "permission", "allow", question, "--answer", "1=2")).Output, StringComparison.Ordinal);
        await DoneAsync(sandbox, "permission", "allow", (await NextAsync(world, "Which parts?")).Id, "--answer", "1=verse", "--answer", "Which parts?=2");

        var command = (await NextAsync(world, "asked.txt")).Id;
        Assert.Contains("Changed    command, to:\n         │ echo changed > changed.txt\n", (await DoneAsync(sandbox, "permission", "allow", command, "--command", "echo changed > changed.txt")).Output, StringComparison.Ordinal);

        var (edit, change) = await NextAsync(world, "Our project");
        Assert.EndsWith("asked: 1 added, 1 removed\n  1   -│ # A project\n    1 +│ # Our project\n", change, StringComparison.Ordinal);
        Assert.Contains("New rule   1, for task 1: Edit(/README.md)\n", (await DoneAsync(sandbox, "permission", "allow", edit, "--always")).Output, StringComparison.Ordinal);
        await world.Server.Api.ClaudeIsAsync(1, "idle", "turn-ended");

        Assert.Equal(("changed\n", false), (await File.ReadAllTextAsync(sandbox.InProject("changed.txt")), File.Exists(sandbox.InProject("asked.txt"))));
        Assert.Equal("# Our project\n", await File.ReadAllTextAsync(sandbox.InProject("README.md")));
        var screen = (await DoneAsync(sandbox, "task", "screen", "1")).Output;
        Assert.Contains("\"Which key?\"=\"A minor\"", screen, StringComparison.Ordinal);
        Assert.Contains("\"Which parts?\"=\"verse, chorus\"", screen, StringComparison.Ordinal);

        var history = (await DoneAsync(sandbox, "task", "history", "1")).Output;
        Assert.Matches(@"(?m)^\S+Z  decision +cli +allowed with changes: Bash: echo asked > asked\.txt$", history);
        Assert.Matches(@"(?m)^\S+Z  tool +ok +\d+\.\d s  hook +Edit: .*README\.md$", history);
        Assert.Equal(2, JsonElement.Parse((await DoneAsync(sandbox, "task", "history", "1", "--text", "which KEY", "--limit", "2", "--json")).Output).GetArrayLength());
    }

    [Fact]
    public async Task A_plan_is_approved_with_its_edits_or_without_and_a_denial_may_end_the_turn()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "Trusted", "--permission-mode", "plan", "--start", "--brief", "[[plan: # Plan\\n1. Edit]] [[edit: README.md | A project | Our project]] [[say: edited]]");
        var (plan, shown) = await NextAsync(world, "# Plan");
        Assert.Contains("\nplan\n  │ # Plan\n  │ 1. Edit\n", shown, StringComparison.Ordinal);
        await DoneAsync(sandbox, "permission", "allow", plan, "--accept-edits");
        await world.Server.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.Equal("# Our project\n", await File.ReadAllTextAsync(sandbox.InProject("README.md")));

        await DoneAsync(sandbox, "task", "add", "Watched", "--permission-mode", "plan", "--start", "--brief", "[[plan: # Plan\\n2. Edit]] [[edit: README.md | Our project | No project]]");
        await DoneAsync(sandbox, "permission", "allow", (await NextAsync(world, "2. Edit")).Id);
        var edit = (await NextAsync(world, "No project")).Id;
        var refused = await sandbox.CliAsync("permission", "allow", edit, "--accept-edits");
        Assert.Equal((1, "Only a plan is approved."), (refused.ExitCode, refused.Error.Trim()));
        await DoneAsync(sandbox, "permission", "deny", edit, "--message", "Enough.", "--stop");
        await world.Server.Api.ClaudeIsAsync(2, "idle", "interrupted");
        Assert.Contains("Message    Enough.\n", (await DoneAsync(sandbox, "permission", "show", edit)).Output, StringComparison.Ordinal);
        Assert.Equal("# Our project\n", await File.ReadAllTextAsync(sandbox.InProject("README.md")));
    }

    [Fact]
    public async Task A_rule_is_made_used_listed_and_revoked_by_commands_alone()
    {
        await using var world = await ScriptedWorld.StartAsync();
        var sandbox = world.Sandbox;
        await DoneAsync(sandbox, "task", "add", "Makes folders", "--start", "--brief", "[[bash: git init -q one]] [[bash: git init -q two]] [[bash: git init three]]");
        var first = (await NextAsync(world, "one")).Id;
        var refused = await sandbox.CliAsync("permission", "allow", first, "--always", "folder");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Matches(@"(?m)^1 +exact-command +session, task, project +1 of 1 past requests +exactly this command$", refused.Output);
        Assert.Matches(@"(?m)^2 +command-prefix +session, task, project +1 of 1 past requests +git init with any arguments$", refused.Output);

        Assert.Contains("New rule   1, for task 1: Bash(git init *)\n", (await DoneAsync(sandbox, "permission", "allow", first, "--always", "git init")).Output, StringComparison.Ordinal);
        await world.Server.Api.ClaudeIsAsync(1, "idle", "turn-ended");
        Assert.True(Directory.Exists(sandbox.InProject("three")));
        Assert.Matches(@"(?m)^1 +task +1 +chorus +2 +\d+ s +Bash: git init -q one +Bash\(git init \*\)$", (await DoneAsync(sandbox, "rule", "list")).Output);
        var covered = JsonElement.Parse((await DoneAsync(sandbox, "permission", "list", "--all", "--json")).Output)[0].GetProperty("id").GetString()!;
        Assert.Matches(@"Status     allowed by rule, .*\nRule       1, for task 1: Bash\(git init \*\)\n", (await DoneAsync(sandbox, "permission", "show", covered)).Output);

        Assert.Equal("Revoked: Bash(git init *)\n", (await DoneAsync(sandbox, "rule", "revoke", "1")).Output);
        Assert.Contains("Rule       1, revoked since\n", (await DoneAsync(sandbox, "permission", "show", covered)).Output, StringComparison.Ordinal);
        await DoneAsync(sandbox, "task", "send", "1", "[[bash: git init four]]");
        Assert.Contains("New rule   2, for the project: Bash(git init *)\n", (await DoneAsync(sandbox, "permission", "allow", (await NextAsync(world, "four")).Id, "--always", "Bash(git init *)", "--for", "project")).Output, StringComparison.Ordinal);
        await DoneAsync(sandbox, "task", "send", "1", "[[bash: git init five]]");
        await Eventually.TrueAsync("the project's rule counts", () => Directory.Exists(sandbox.InProject("five")));
        var settings = sandbox.InProject(".claude/settings.local.json");
        Assert.Contains("Bash(git init *)", await File.ReadAllTextAsync(settings), StringComparison.Ordinal);
        await DoneAsync(sandbox, "rule", "revoke", "2");
        Assert.DoesNotContain("git init", await File.ReadAllTextAsync(settings), StringComparison.Ordinal);

        await File.WriteAllTextAsync(settings, """{"permissions":{"allow":["Bash(make *)"]}}""");
        await File.WriteAllTextAsync(Path.Combine(sandbox.Home, ".claude", "settings.json"), """{"permissions":{"allow":["Bash(ls *)"]}}""");
        Assert.Matches(@"(?m)^ +project +local +Bash\(make \*\)$", (await DoneAsync(sandbox, "rule", "list")).Output);
        await DoneAsync(sandbox, "rule", "revoke", "Bash(make *)");
        Assert.DoesNotContain("make", await File.ReadAllTextAsync(settings), StringComparison.Ordinal);
        var foreign = await sandbox.CliAsync("rule", "revoke", "Bash(ls *)");
        Assert.Equal((1, ""), (foreign.ExitCode, foreign.Output));
        Assert.Contains("take it out there", Assert.Single(foreign.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_is_filled_ordered_paused_and_resumed_by_commands_alone()
    {
        await using var world = new ScriptedWorld();
        var sandbox = world.Sandbox;
        await File.WriteAllTextAsync(sandbox.Config, (await File.ReadAllTextAsync(sandbox.Config)).Replace("max_running = 200", "max_running = 1\nauto_start = true", StringComparison.Ordinal));
        await world.Server.StartAsync();
        await DoneAsync(sandbox, "queue", "pause");
        var added = await sandbox.CliWithInputAsync("One\nTwo\nThree\n", "task", "add", "--titles-file", "-");
        Assert.Equal("Task 1 added: One\nTask 2 added: Two\nTask 3 added: Three\n", added.Output);
        await DoneAsync(sandbox, "task", "edit", "2", "--after", "1");
        await DoneAsync(sandbox, "task", "move", "1", "--last");
        await DoneAsync(sandbox, "task", "move", "3", "--before", "2");
        Assert.Matches(@"^The queue is paused: .* 0 of at most 1 tasks run\.\n\nID .*\n3 .* Three\n2 .* 1 +Two\n1 .* One\n$", (await DoneAsync(sandbox, "queue")).Output);

        await DoneAsync(sandbox, "queue", "resume");
        await world.Server.Api.ClaudeIsAsync(3, "idle", "turn-ended");
        Assert.Matches(@"(?m)^\S+Z  started +queue$", (await DoneAsync(sandbox, "task", "history", "3")).Output);
        Assert.False(JsonElement.Parse((await DoneAsync(sandbox, "queue", "show", "--json")).Output).GetProperty("paused").GetBoolean());
        await DoneAsync(sandbox, "task", "dismiss", "3");
        Assert.Equal(JsonValueKind.Null, JsonElement.Parse((await DoneAsync(sandbox, "task", "show", "3", "--json")).Output).GetProperty("attention").ValueKind);
        await DoneAsync(sandbox, "task", "edit", "3", "--title", "Renamed while it runs");

        var early = await sandbox.CliAsync("task", "start", "2");
        Assert.True(early.ExitCode == 1, early.ToString());
        Assert.Contains("Task 2 waits for task 1", early.Error, StringComparison.Ordinal);
        await DoneAsync(sandbox, "task", "start", "2", "--anyway");
        await world.Server.Api.ClaudeIsAsync(2, "idle", "turn-ended");
        await DoneAsync(sandbox, "task", "fail", "2");
        await DoneAsync(sandbox, "task", "reopen", "2");
        var reopened = await world.Server.Api.ClaudeIsAsync(2, "idle");
        Assert.Equal(("running", 1), (reopened.GetProperty("state").GetString(), reopened.GetProperty("claude").GetProperty("restarts").GetInt32()));
        var again = await sandbox.CliAsync("task", "reopen", "2");
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task A_wait_in_vain_or_without_its_server_says_so_and_one_that_is_broken_off_says_nothing()
    {
        await using var world = await ScriptedWorld.StartAsync();
        await DoneAsync(world.Sandbox, "task", "add", "Nobody starts this");
        var vain = await world.Sandbox.CliAsync("task", "wait", "1", "--for", "attention", "--timeout", "1");
        Assert.Equal((1, "Queued"), (vain.ExitCode, vain.Output.Trim()));
        Assert.Contains("'attention' within 1 s", Assert.Single(vain.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        var before = Connections(world);
        await using var orphaned = world.Sandbox.Start("task", "wait", "1", "--for", "done");
        await using var waiting = world.Sandbox.Start("task", "wait", "1", "--for", "done");
        await Eventually.TrueAsync("both are connected", () => Connections(world) >= before + 2);
        // What Ctrl-C does, by the signal that a run in the background does not inherit as ignored.
        waiting.Signal(PosixSignal.SIGTERM);
        var left = await waiting.FinishedAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((130, "", ""), (left.ExitCode, left.Output, left.Error));

        await world.Server.KillAsync();
        var lost = await orphaned.FinishedAsync(TimeSpan.FromSeconds(10));
        Assert.True(lost.ExitCode == 5, lost.ToString());
        Assert.Contains("The Chorus server stopped", Assert.Single(lost.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_works_asks_and_finishes_without_Claude_Code_and_leaves_nothing_behind()
    {
        await using var sandbox = new Sandbox();
        sandbox.Variables["TMPDIR"] = Directory.CreateDirectory(Path.Combine(sandbox.Home, "t")).FullName;
        sandbox.RestrictPath("tmux", "git", "sh", "wc", "tee");
        sandbox.Variables["DOTNET_ROOT"] = Path.GetDirectoryName(new FileInfo(Place.Dotnet).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Place.Dotnet)!;
        var watch = Stopwatch.StartNew();
        await using var demo = sandbox.Start("demo", "--no-open");
        var login = await Eventually.FindAsync(
            "the demo tells its address", () => Task.FromResult(LoginAddress().Match(demo.Output) is { Success: true } match ? match.Value : null), seen: () => demo.Output + demo.Error);
        Assert.StartsWith("http://127.0.0.1:", login, StringComparison.Ordinal);
        using var api = new ServerApi(Directory.GetFiles(sandbox.Variables["TMPDIR"], "server.sock", SearchOption.AllDirectories).Single());

        await Eventually.TrueAsync("the demo has its tasks", async () => (await api.GetAsync("tasks")).GetArrayLength() == 3);
        await api.DecideAsync(await api.AskedAsync("count.txt"), "allow");
        await api.ClaudeIsAsync(1, "idle", "turn-ended");

        var question = await api.AskedAsync("In which key");
        var text = question.GetProperty("input").GetProperty("questions")[0].GetProperty("question").GetString()!;
        await api.PostAsync($"permissions/{question.GetProperty("id").GetString()}/decision", new { hash = question.GetProperty("hash").GetString(), decision = "allow", answers = new Dictionary<string, string[]> { [text] = ["A minor"] } });
        await api.ClaudeIsAsync(2, "idle", "turn-ended");

        await api.DecideAsync(await api.AskedAsync("ExitPlanMode"), "allow");
        var edit = await api.AskedAsync("growing");
        Assert.Equal(1, edit.GetProperty("preview").GetProperty("added").GetInt32());
        await api.DecideAsync(edit, "allow");
        await api.ClaudeIsAsync(3, "idle", "turn-ended");
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"It took {watch.Elapsed.TotalSeconds:0} s.");

        // What Ctrl-C does, by the signal that a run in the background does not inherit as ignored.
        demo.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, (await demo.FinishedAsync(TimeSpan.FromSeconds(10))).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Variables["TMPDIR"], "chorus-demo-*"));
        await Eventually.TrueAsync("its agents have ended", () => sandbox.Processes().Count == 0);
    }

    /// <summary>Waits for the next open request that is about something: its id, and how it is shown.</summary>
    private static async Task<(string Id, string Shown)> NextAsync(ScriptedWorld world, string about)
    {
        var id = (await world.Server.Api.AskedAsync(about)).GetProperty("id").GetString()!;
        return (id, (await DoneAsync(world.Sandbox, "permission", "show", id)).Output);
    }

    /// <summary>Clients that the server has accepted at its socket.</summary>
    private static int Connections(ScriptedWorld world)
    {
        const string connected = "03";
        var socket = " " + Path.Combine(world.Sandbox.StateOfProject, "server.sock");
        return File.ReadLines("/proc/net/unix").Count(line => line.EndsWith(socket, StringComparison.Ordinal) && line.Split(' ')[5] == connected);
    }

    private static async Task<string> IdAsync(Scene scene, string about) => (await scene.Api.AskedAsync(about)).GetProperty("id").GetString()!;

    private static Task<Finished> DoneAsync(Scene scene, params IReadOnlyList<string> arguments) => DoneAsync(scene.Sandbox, arguments);

    private static async Task<Finished> DoneAsync(Sandbox sandbox, params IReadOnlyList<string> arguments)
    {
        var finished = await sandbox.CliAsync(arguments);
        Assert.True(finished.ExitCode == 0, $"chorus {string.Join(' ', arguments)}: {finished}");
        return finished;
    }

    private static async Task<JsonElement> OnlyRequestAsync(Scene scene) =>
        Assert.Single(JsonElement.Parse((await DoneAsync(scene, "permission", "list", "--json")).Output).EnumerateArray());

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/login#code=\S+")]
    private static partial Regex LoginAddress();
}
