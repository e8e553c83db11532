namespace Chorus.Tests.Commands;

public sealed class HistoryVerbTests : PlayedServerTests
{
    private const string Events = """
        [{"seq":9,"at":"2026-01-01T00:02:00.5+00:00","kind":"answer","from":"","to":"","reason":"","detail":"Done.\nAll of it.","source":"hook","durationMs":null},
        {"seq":8,"at":"2026-01-01T00:01:59+00:00","kind":"tool","from":"subagent","to":"","reason":"failed","detail":"Bash: \u001b[2J","source":"hook","durationMs":61000},
        {"seq":7,"at":"2026-01-01T00:01:58+00:00","kind":"tool","from":"","to":"","reason":"ok","detail":"Edit: a.cs","source":"hook","durationMs":340},
        {"seq":6,"at":"2026-01-01T00:01:57+00:00","kind":"status","from":"starting","to":"waiting","reason":"permission","detail":"Edit: a.cs","source":"hook","durationMs":null},
        {"seq":5,"at":"2026-01-01T00:01:56+00:00","kind":"status","from":"idle","to":"starting","reason":"none","detail":"","source":"chorus","durationMs":null}]
        """;

    [Fact]
    public async Task The_history_is_one_line_an_event_with_the_newest_last()
    {
        await using var server = Serve(UnixServer.Reply(200, Events));
        Assert.Equal(0, await RunAsync("task", "history", "7"));
        Assert.Equal(
            """
            TIME                  KIND    ENDED   TOOK   SOURCE  WHAT
            2026-01-01T00:01:56Z  status                 chorus  starting
            2026-01-01T00:01:57Z  status                 hook    waiting · permission · Edit: a.cs
            2026-01-01T00:01:58Z  tool    ok      0.3 s  hook    Edit: a.cs
            2026-01-01T00:01:59Z  tool    failed  1 min  hook    subagent: Bash: \x1b[2J
            2026-01-01T00:02:00Z  answer                 hook    Done.\nAll of it.

            """,
            Output.ToString());
    }

    [Fact]
    public async Task The_server_is_asked_for_the_lines_that_are_wanted()
    {
        await using var server = Serve(UnixServer.Reply(200, "[]"));
        Assert.Equal(0, await RunAsync("task", "history", "7", "--limit", "3", "--text", "npm & test"));
        Assert.StartsWith("GET /tasks/7/events?limit=3&text=npm%20%26%20test ", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal("TIME  KIND  ENDED  TOOK  SOURCE  WHAT\n", Output.ToString());
    }

    [Fact]
    public async Task As_JSON_the_history_is_what_the_server_said()
    {
        await using var server = Serve(UnixServer.Reply(200, Events));
        Assert.Equal(0, await RunAsync("task", "history", "7", "--json"));
        Assert.Equal(Events + "\n", Output.ToString());
    }
}
