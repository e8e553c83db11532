using System.Text.Json;
using Chorus.Commands;
using Chorus.Configuration;

namespace Chorus.Tests.Commands;

public sealed class VerbTests : PlayedServerTests
{
    private const string TaskJson = """
        {"id":7,"title":"Fix \u001b[2J it","brief":"Do it.","priority":2,"state":"running","word":"Needs you","since":"2026-01-01T00:00:00+00:00","after":[3],"permissionMode":"manual","model":null,
        "claude":{"status":"waiting","reason":"permission","detail":"Bash: npm test"},"session":{"name":"claude-7"},"stack":{"mode":"none"},
        "attention":{"kind":"permission","since":"2026-01-01T00:00:00Z","text":"Bash: npm test"}}
        """;

    [Fact]
    public async Task Without_a_server_the_exit_code_is_5_and_one_line_says_what_to_do()
    {
        Assert.Equal(5, await RunAsync("task", "list"));
        Assert.Equal("", Output.ToString());
        Assert.Contains("chorus serve", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tusk")]
    [InlineData("task", "start")]
    [InlineData("task", "start", "seven")]
    [InlineData("task", "start", "0")]
    [InlineData("task", "add", "A title", "--after", "3", "--after", "x")]
    [InlineData("task", "add", "A title", "--priority", "high")]
    [InlineData("task", "list", "--state", "idle")]
    [InlineData("task", "wait", "7", "--for", "done", "--timeout", "-1")]
    [InlineData("attach", "7", "--json")]
    [InlineData("task", "add")]
    [InlineData("task", "move", "7")]
    [InlineData("task", "add", "A title", "--brief", "one", "--brief-file", "two")]
    [InlineData("permission", "allow", "abcdef", "--for", "task")]
    [InlineData("task", "move", "7", "--before", "x")]
    [InlineData("task", "history", "7", "--limit", "0")]
    [InlineData("queue", "stop")]
    [InlineData("rule", "revoke")]
    [InlineData("permission", "allow", "abcdef", "--always", "--for", "ever")]
    [InlineData("permission", "allow", "--always", "abcdef")]
    [InlineData("task", "wait", "7", "--for", "ever")]
    public async Task Wrong_usage_is_exit_code_2_and_one_line(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.DoesNotContain("System.", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_added_with_everything_the_command_line_says()
    {
        await using var server = Serve(UnixServer.Reply(201, TaskJson));
        Assert.Equal(0, await RunAsync(
            ["task", "add", "A title", "--brief", "-", "--priority", "2", "--after", "3", "--after", "4", "--permission-mode", "plan", "--stack-mode", "none", "--start"],
            input: "line 1\n$(touch X)\n"));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /tasks HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Equal(
            """{"brief":"line 1\n$(touch X)\n","priority":2,"after":[3,4],"permissionMode":"plan","stackMode":"none","title":"A title","start":true}""",
            Body(request));
    }

    [Fact]
    public async Task A_message_from_stdin_reaches_the_server_exactly()
    {
        const string message = "40 'quotes' \"both\" `touch X` \\ ; é 🎼\nsecond line\t.\n";
        await using var server = Serve(UnixServer.Reply(204, ""));
        Assert.Equal(0, await RunAsync(["task", "send", "7", "-"], input: message));
        using var body = JsonDocument.Parse(Body(Assert.Single(server.Requests)));
        Assert.Equal(message, body.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_list_shows_status_words_and_no_control_characters()
    {
        await using var server = Serve(UnixServer.Reply(200, $"[{TaskJson}]"));
        Assert.Equal(0, await RunAsync("task", "list"));
        Assert.DoesNotContain('\u001b', Output.ToString());
        Assert.Matches("(?m)^7 +Needs you +3 min +2 +Fix .*Bash: npm test$", Output.ToString());
    }

    [Fact]
    public async Task Json_output_is_what_the_server_said()
    {
        await using var server = Serve(UnixServer.Reply(200, TaskJson));
        Assert.Equal(0, await RunAsync("task", "show", "7", "--json"));
        Assert.Equal(TaskJson + "\n", Output.ToString());
    }

    [Theory]
    [InlineData("POST /tasks/7/run", "task", "start", "7")]
    [InlineData("DELETE /tasks/7/run", "task", "stop", "7")]
    [InlineData("POST /tasks/7/restart", "task", "restart", "7")]
    [InlineData("POST /tasks/7/interrupt", "task", "interrupt", "7")]
    [InlineData("POST /tasks/7/outcome", "task", "complete", "7", "--note", "good")]
    [InlineData("POST /tasks/7/outcome", "task", "fail", "7")]
    [InlineData("DELETE /tasks/7", "task", "delete", "7")]
    [InlineData("GET /tasks/7/screen", "task", "screen", "7")]
    [InlineData("GET /tasks/7/wait?for=done&timeout=5", "task", "wait", "7", "--for", "done", "--timeout", "5")]
    [InlineData("POST /token/rotation", "token", "rotate")]
    [InlineData("POST /tasks/7/outcome", "task", "reopen", "7")]
    [InlineData("DELETE /tasks/7/attention", "task", "dismiss", "7")]
    [InlineData("PUT /tasks/7/position", "task", "move", "7", "--last")]
    [InlineData("GET /tasks/7/events?limit=50", "task", "history", "7")]
    [InlineData("PUT /queue", "queue", "pause")]
    [InlineData("GET /rules", "rule", "list")]
    public async Task Each_verb_is_one_request(string request, params string[] arguments)
    {
        await using var server = Serve(UnixServer.Reply(200, """{"met":true,"text":"","task":{}}"""));
        Assert.Equal(0, await RunAsync(arguments));
        Assert.StartsWith(request + " HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_the_detail_of_the_problem_and_exit_code_1()
    {
        await using var server = Serve(UnixServer.Reply(409, """{"title":"Conflict","detail":"The task is running already.","status":409}"""));
        Assert.Equal(1, await RunAsync("task", "start", "7"));
        Assert.Equal("The task is running already.", Assert.Single(Lines(Error)));
    }

    [Fact]
    public async Task Waiting_in_vain_is_exit_code_1()
    {
        await using var server = Serve((_, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(UnixServer.Reply(200, """{"met":false,"task":{"state":"running","word":"Working","claude":{"status":"busy"}}}"""));
        });
        Assert.Equal(1, await RunAsync("task", "wait", "7", "--for", "idle", "--timeout", "1"));
        Assert.Equal("Working", Assert.Single(Lines(Output)));
        Assert.Contains("chorus task show 7", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_broken_off_says_nothing()
    {
        using var interrupt = new CancellationTokenSource();
        await using var server = Serve(async (_, stopping) =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.Infinite, stopping);
            return "";
        });
        Assert.Equal(130, await RunAsync(["task", "wait", "7", "--for", "idle"], cancellationToken: interrupt.Token));
        Assert.Equal(("", ""), (Output.ToString(), Error.ToString()));
    }

    [Fact]
    public async Task A_queued_task_names_what_it_still_waits_for_whatever_the_list_is_about()
    {
        await using var server = Serve(UnixServer.Reply(200, """
            [{"id":3,"state":"completed","word":"Done","title":"First"},{"id":4,"state":"running","word":"Working","title":"Second","after":[3]},
            {"id":5,"state":"pending","word":"Queued","priority":0,"title":"Third","after":[3,4]}]
            """));
        Assert.Equal(0, await RunAsync("task", "list", "--state", "pending"));
        Assert.Equal(2, Lines(Output).Length);
        Assert.Matches("(?m)^5 +Queued +0 +4 +Third$", Output.ToString());
    }

    [Fact]
    public async Task A_list_as_JSON_is_narrowed_by_the_server()
    {
        await using var server = Serve(UnixServer.Reply(200, "[]"));
        Assert.Equal(0, await RunAsync("task", "list", "--state", "pending", "--json"));
        Assert.StartsWith("GET /tasks?state=pending ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_shown_with_its_last_five_messages_oldest_first()
    {
        var states = new[] { "queued", "typing", "unknown", "sent", "dropped", "sent", "sent" };
        var messages = string.Join(',', states.Select((state, index) => $$"""{"text":"text {{states.Length - index}}\n\u001b[2J","state":"{{state}}","createdAt":"2026-01-01T00:02:00Z"}"""));
        await using var server = Serve((request, _) => Task.FromResult(UnixServer.Reply(200, request.StartsWith("GET /tasks/7/messages ", StringComparison.Ordinal) ? $"[{messages}]" : TaskJson)));
        Assert.Equal(0, await RunAsync("task", "show", "7"));
        Assert.Contains("Status     Needs you · permission · Bash: npm test\n", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', Output.ToString());
        Assert.Equal(
            ["dropped  1 min  text 3\\n\\x1b[2J", "sent     1 min  text 4\\n\\x1b[2J", "unknown  1 min  text 5\\n\\x1b[2J", "typing   1 min  text 6\\n\\x1b[2J", "queued   1 min  text 7\\n\\x1b[2J"],
            Lines(Output)[^5..]);
    }

    [Theory]
    [InlineData("task", "start", "7")]
    [InlineData("task", "complete", "7")]
    [InlineData("task", "send", "7", "hello")]
    public async Task An_action_is_silent_or_prints_the_server_s_JSON(params string[] arguments)
    {
        await using var server = Serve(UnixServer.Reply(200, TaskJson));
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Equal("", Output.ToString());
        Assert.Equal(0, await RunAsync([.. arguments, "--json"]));
        Assert.Equal(TaskJson + "\n", Output.ToString());
    }

    [Theory]
    [InlineData("@README.md explain this")]
    [InlineData("-rf")]
    [InlineData("-hello")]
    [InlineData("[suggest] $(touch X) `touch X` \\")]
    public async Task A_message_on_the_command_line_is_taken_letter_by_letter(string text)
    {
        await using var server = Serve(UnixServer.Reply(204, ""));
        Assert.Equal(0, await RunAsync("task", "send", "7", text));
        using var body = JsonDocument.Parse(Body(Assert.Single(server.Requests)));
        Assert.Equal(text, body.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Two_briefs_are_wrong_usage()
    {
        await using var server = Serve(UnixServer.Reply(201, TaskJson));
        Assert.Equal(2, await RunAsync("task", "add", "A title", "--brief", "one", "--brief-file", "two"));
        Assert.Contains("--brief-file", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("task", "add", "list", "show", "edit", "start", "stop", "restart", "interrupt", "complete", "fail", "reopen", "dismiss", "move", "delete", "send", "wait", "screen", "history")]
    [InlineData("queue", "show", "pause", "resume")]
    [InlineData("rule", "list", "revoke")]
    [InlineData("permission", "list", "show", "allow", "deny")]
    public async Task The_help_lists_every_verb_under_the_name_one_types(string group, params string[] verbs)
    {
        Assert.Equal(0, await RunAsync(group, "--help"));
        Assert.Contains($"chorus {group} ", Output.ToString(), StringComparison.Ordinal);
        Assert.All(verbs, verb => Assert.Matches($"(?m)^  {verb} ", Output.ToString()));
    }

    [Fact]
    public async Task An_edit_sends_the_change_and_nothing_else()
    {
        await using var server = Serve(UnixServer.Reply(200, TaskJson));
        Assert.Equal(0, await RunAsync("task", "edit", "7", "--title", "Renamed", "--priority", "9"));
        Assert.StartsWith("PUT /tasks/7 ", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal("""{"priority":9,"title":"Renamed"}""", Body(server.Requests[0]));
        Assert.Equal(2, await RunAsync("task", "edit", "7"));
        Assert.Contains("chorus task edit --help", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_found_from_a_folder_below_the_project()
    {
        await using var server = Serve(UnixServer.Reply(200, "[]"));
        Assert.Equal(0, await RunAsync(["task", "list"], folder: Path.Combine(Project, "src", "deep")));
        Assert.Equal(0, await RunAsync(["task", "list", "--project", Project], folder: Root));
    }

    [Fact]
    public async Task A_socket_that_a_killed_server_left_behind_counts_as_no_server()
    {
        await Serve("").DisposeAsync();
        await File.WriteAllTextAsync(StateFolder.Locate(Project, Variable).ServerSocket, "");
        Assert.Equal(5, await RunAsync("task", "list"));
    }

    [Fact]
    public async Task Without_a_desktop_open_prints_the_login_address()
    {
        await using var server = Serve(UnixServer.Reply(200, """{"url":"http://127.0.0.1:8000/login#code","expiresAt":"2026-01-01T00:00:00Z"}"""));
        Assert.Equal(0, await RunAsync("open"));
        Assert.Contains("http://127.0.0.1:8000/login#code", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_redirect_page_cannot_be_broken_out_of()
    {
        var page = OpenCommand.RedirectPage("http://127.0.0.1/#\"><script>");
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pending", "chorus task start 7")]
    [InlineData("completed", "chorus task show 7")]
    public async Task A_task_without_a_session_cannot_be_attached_to(string state, string remedy)
    {
        await using var server = Serve(UnixServer.Reply(200, $$"""{"id":7,"session":{"name":"claude-7"},"state":"{{state}}"}"""));
        Assert.Equal(1, await RunAsync("attach", "7"));
        Assert.Contains(remedy, Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_asks_for_exactly_this_session_and_may_run_inside_tmux()
    {
        var request = AttachCommand.Request("tmux", "/s/tmux.sock", "attach", "claude-1");
        Assert.Equal(["-u", "-S", "/s/tmux.sock", "attach", "-t", "=claude-1"], request.Arguments);
        Assert.Null(request.Environment["TMUX"]);
    }
}
