namespace Chorus.Tests.Commands;

public sealed class QueueVerbTests : PlayedServerTests
{
    private const string Tasks = """
        [{"id":3,"state":"running","word":"Working","title":"First"},{"id":4,"state":"pending","word":"Queued","priority":1,"title":"Second","after":[3],"since":"2026-01-01T00:02:00Z"},
        {"id":5,"state":"pending","word":"Queued","priority":0,"title":"Third","since":"2026-01-01T00:02:00Z"}]
        """;

    [Theory]
    [InlineData("""{"paused":false,"autoStart":true,"running":2,"maxRunning":5}""", "Tasks start by themselves. 2 of at most 5 tasks run.", "queue")]
    [InlineData("""{"paused":true,"autoStart":true,"running":0,"maxRunning":5}""", "The queue is paused: no task starts by itself. 0 of at most 5 tasks run.", "queue", "show")]
    [InlineData("""{"paused":false,"autoStart":false,"running":0,"maxRunning":5}""", "No task starts by itself ([queue] auto_start is off). 0 of at most 5 tasks run.", "queue")]
    public async Task The_queue_says_how_it_stands_and_who_is_next(string queue, string told, params string[] verb)
    {
        await using var server = Play(queue, Tasks);
        Assert.Equal(0, await RunAsync(verb));
        Assert.Equal(
            [told, "ID  STATUS  AGE    PRIO  WAITS  TITLE   DETAIL", "4   Queued  1 min  1     3      Second", "5   Queued  1 min  0            Third"],
            Lines(Output));
    }

    [Fact]
    public async Task An_empty_queue_says_so()
    {
        await using var server = Play("""{"paused":false,"autoStart":true,"running":0,"maxRunning":5}""", "[]");
        Assert.Equal(0, await RunAsync("queue"));
        Assert.EndsWith("\n\nNothing is queued.\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue", "--json")]
    [InlineData("queue", "show", "--json")]
    public async Task As_JSON_the_queue_is_what_the_server_said(params string[] verb)
    {
        const string queue = """{"paused":false,"autoStart":true,"running":0,"maxRunning":5}""";
        await using var server = Play(queue, Tasks);
        Assert.Equal(0, await RunAsync(verb));
        Assert.Equal(queue + "\n", Output.ToString());
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("PUT /queue", """{"paused":true}""", "queue", "pause")]
    [InlineData("PUT /queue", """{"paused":false}""", "queue", "resume")]
    [InlineData("PUT /tasks/5/position", """{"before":4}""", "task", "move", "5", "--before", "4")]
    [InlineData("PUT /tasks/5/position", """{"before":null}""", "task", "move", "5", "--last")]
    [InlineData("POST /tasks/5/outcome", """{"outcome":"reopened"}""", "task", "reopen", "5")]
    [InlineData("POST /tasks/5/run", """{"anyway":true}""", "task", "start", "5", "--anyway")]
    [InlineData("POST /tasks/5/run", "", "task", "start", "5")]
    [InlineData("DELETE /tasks/5/attention", "", "task", "dismiss", "5")]
    public async Task An_action_says_what_it_wants_and_is_silent(string request, string body, params string[] verb)
    {
        await using var server = Serve(UnixServer.Reply(200, "{}"));
        Assert.Equal(0, await RunAsync(verb));
        Assert.StartsWith(request + " ", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal(body, Body(server.Requests[0]));
        Assert.Equal(("", ""), (Output.ToString(), Error.ToString()));
    }

    [Theory]
    [InlineData("queue", "pause")]
    [InlineData("task", "move", "5", "--last")]
    [InlineData("task", "reopen", "5")]
    [InlineData("task", "dismiss", "5")]
    [InlineData("task", "start", "5", "--anyway")]
    [InlineData("task", "history", "5")]
    [InlineData("rule", "list")]
    public async Task A_refusal_is_one_line_and_exit_code_1_and_no_server_is_5(params string[] verb)
    {
        Assert.Equal(5, await RunAsync(verb));
        Assert.Contains("chorus serve", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Error.GetStringBuilder().Clear();

        await using var server = Serve(UnixServer.Reply(409, """{"detail":"Task 5 is pending.\nNo."}"""));
        Assert.Equal(1, await RunAsync(verb));
        Assert.Equal("Task 5 is pending.\\nNo.", Assert.Single(Lines(Error)));
        Assert.Equal("", Output.ToString());
    }

    [Fact]
    public async Task Both_places_at_once_are_wrong_usage()
    {
        await using var server = Serve(UnixServer.Reply(200, "{}"));
        Assert.Equal(2, await RunAsync("task", "move", "5", "--before", "4", "--last"));
        Assert.Contains("--last", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("titles.txt")]
    [InlineData("-")]
    public async Task Many_tasks_are_added_from_a_file_or_stdin_and_each_number_is_told(string file)
    {
        const string titles = "One\n  $(touch X)\r\n";
        await File.WriteAllTextAsync(Path.Combine(Project, "titles.txt"), titles);
        await using var server = Serve(UnixServer.Reply(201, """[{"id":8,"title":"One"},{"id":9,"title":"\u001b[2J"}]"""));
        Assert.Equal(0, await RunAsync(["task", "add", "--titles-file", file, "--priority", "2", "--start"], titles));
        Assert.Equal("""{"priority":2,"titles":"One\n  $(touch X)\r\n","start":true}""", Body(Assert.Single(server.Requests)));
        Assert.Equal(["Task 8 added: One", "Task 9 added: \\x1b[2J"], Lines(Output));
    }

    [Theory]
    [InlineData("titles and the brief", "--titles-file", "-", "--brief", "-")]
    [InlineData("titles and the brief", "--titles-file", "-", "--brief-file", "-")]
    [InlineData("--titles-file", "A title", "--titles-file", "-")]
    [InlineData("no title", "--titles-file", "-")]
    [InlineData("cannot be read", "--titles-file", "missing.txt")]
    public async Task Titles_that_cannot_be_had_are_wrong_usage(string why, params string[] options)
    {
        await using var server = Serve(UnixServer.Reply(201, "[]"));
        Assert.Equal(2, await RunAsync(["task", "add", .. options], " \n\n"));
        Assert.Contains(why, Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private UnixServer Play(string queue, string tasks) => Serve((request, _) => Task.FromResult(UnixServer.Reply(200, request.StartsWith("GET /queue ", StringComparison.Ordinal) ? queue : tasks)));
}
