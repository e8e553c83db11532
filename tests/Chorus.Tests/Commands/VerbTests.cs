using System.Text.Json;
using Chorus.Commands;
using Chorus.Configuration;

namespace Chorus.Tests.Commands;

public sealed class VerbTests : IDisposable
{
    private const string TaskJson = """
        {"id":7,"title":"Fix \u001b[2J it","brief":"Do it.","priority":2,"state":"running","after":[3],"permissionMode":"manual","model":null,
        "claude":{"status":"waiting","reason":"permission","detail":"Bash: npm test"},"session":{"name":"claude-7"},"stack":{"mode":"none"},
        "attention":{"kind":"permission","since":"2026-01-01T00:00:00Z","text":"Bash: npm test"}}
        """;
    private const string PermissionJson = """[{"id":"abcdef","taskId":7,"status":"open","summary":"Bash: npm test","hash":"00ff"}]""";

    private readonly string root = Directory.CreateTempSubdirectory("chorus-cli-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private string Project => Path.Combine(root, "project");

    public VerbTests() => Directory.CreateDirectory(Path.Combine(Project, "src", "deep"));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Without_a_server_the_exit_code_is_5_and_one_line_says_what_to_do()
    {
        Assert.Equal(5, await RunAsync("task", "list"));
        Assert.Equal("", output.ToString());
        Assert.Contains("chorus serve", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tusk")]
    [InlineData("task", "start")]
    [InlineData("task", "start", "seven")]
    [InlineData("task", "wait", "7", "--for", "ever")]
    public async Task Wrong_usage_is_exit_code_2_and_one_line(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.Single(Lines(error));
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
        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Matches("(?m)^7 +Needs you +2 +Fix .*Bash: npm test$", output.ToString());
    }

    [Fact]
    public async Task Json_output_is_what_the_server_said()
    {
        await using var server = Serve(UnixServer.Reply(200, TaskJson));
        Assert.Equal(0, await RunAsync("task", "show", "7", "--json"));
        Assert.Equal(TaskJson + "\n", output.ToString());
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
        Assert.Equal("The task is running already.", Assert.Single(Lines(error)));
    }

    [Fact]
    public async Task Waiting_in_vain_is_exit_code_1()
    {
        await using var server = Serve(UnixServer.Reply(200, """{"met":false,"task":{"state":"running","claude":{"status":"busy"}}}"""));
        Assert.Equal(1, await RunAsync("task", "wait", "7", "--for", "idle", "--timeout", "1"));
        Assert.Equal("Working", Assert.Single(Lines(output)));
    }

    [Fact]
    public async Task An_edit_sends_the_whole_task_with_the_change()
    {
        await using var server = Serve(UnixServer.Reply(200, TaskJson));
        Assert.Equal(0, await RunAsync("task", "edit", "7", "--priority", "9"));
        Assert.StartsWith("PUT /tasks/7 ", server.Requests[1], StringComparison.Ordinal);
        using var body = JsonDocument.Parse(Body(server.Requests[1]));
        Assert.Equal(9, body.RootElement.GetProperty("priority").GetInt32());
        Assert.Equal("Do it.", body.RootElement.GetProperty("brief").GetString());
        Assert.Equal("none", body.RootElement.GetProperty("stackMode").GetString());
    }

    [Fact]
    public async Task A_decision_names_the_hash_of_what_is_shown()
    {
        await using var server = Serve(UnixServer.Reply(200, PermissionJson));
        Assert.Equal(0, await RunAsync("permission", "deny", "abcd", "--message", "use dotnet"));
        Assert.StartsWith("POST /permissions/abcdef/decision ", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal("""{"hash":"00ff","decision":"deny","message":"use dotnet","interrupt":false}""", Body(server.Requests[1]));
    }

    [Fact]
    public async Task An_unknown_permission_request_is_refused()
    {
        await using var server = Serve(UnixServer.Reply(200, PermissionJson));
        Assert.Equal(1, await RunAsync("permission", "allow", "zzzzzz"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_is_found_from_a_folder_below_the_project()
    {
        await using var server = Serve(UnixServer.Reply(200, "[]"));
        Assert.Equal(0, await RunAsync(["task", "list"], folder: Path.Combine(Project, "src", "deep")));
        Assert.Equal(0, await RunAsync(["task", "list", "--project", Project], folder: root));
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
        Assert.Contains("http://127.0.0.1:8000/login#code", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_redirect_page_cannot_be_broken_out_of()
    {
        var page = OpenCommand.RedirectPage("http://127.0.0.1/#\"><script>");
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_asks_for_exactly_this_session_and_may_run_inside_tmux()
    {
        var request = AttachCommand.Request("tmux", "/s/tmux.sock", "claude-1");
        Assert.Equal(["-u", "-S", "/s/tmux.sock", "attach", "-t", "=claude-1"], request.Arguments);
        Assert.Null(request.Environment["TMUX"]);
    }

    private static string Body(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private UnixServer Serve(string answer)
    {
        var socket = StateFolder.Locate(Project, Variable).ServerSocket;
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        return new UnixServer(socket, answer);
    }

    private Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, input: "");

    private Task<int> RunAsync(string[] arguments, string input = "", string? folder = null) =>
        CommandLine.RunAsync(arguments, new CommandIO(new StringReader(input), output, error, Variable, folder ?? Project), CancellationToken.None);

    private string? Variable(string name) => name switch
    {
        "XDG_STATE_HOME" => Path.Combine(root, "s"),
        "HOME" => root,
        _ => null,
    };
}
