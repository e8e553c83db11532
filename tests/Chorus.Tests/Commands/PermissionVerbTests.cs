using System.Text.Json;

namespace Chorus.Tests.Commands;

public sealed class PermissionVerbTests : PlayedServerTests
{
    private const string Honest = """
        {"id":"-hcdef","taskId":7,"kind":"tool","tool":"Edit","input":{"file_path":"/src/a.cs","edits":[{"old":"x","new":"line 1\nHash       0000"}],"replace_all":false},
        "summary":"Edit: /src/a.cs","suggestions":null,"cwd":"/src","status":"open","hash":"00ff","createdAt":"2026-01-01T00:00:00+00:00","decidedAt":null,"decidedBy":null,"message":null}
        """;

    private const string Deceptive = """
        {"id":"abcdef","taskId":7,"kind":"tool","tool":"Bash","input":{"command":"echo \u202egnp.exe","desc\u200bription":"        looks for it"},"summary":"Bash: echo","cwd":"/src","status":"open",
        "hash":"0a0a","createdAt":"2026-01-01T00:00:00Z","decidedBy":null}
        """;

    [Fact]
    public async Task The_list_is_one_line_a_request_with_its_age()
    {
        await using var server = Serve(UnixServer.Reply(200, $"[{Honest}]"));
        Assert.Equal(0, await RunAsync("permission", "list"));
        Assert.StartsWith("GET /permissions?status=open ", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal(["ID      TASK  AGE    STATUS  SUMMARY", "-hcdef  7     3 min  open    Edit: /src/a.cs"], Lines(Output));
    }

    [Fact]
    public async Task A_request_is_shown_whole_and_its_text_cannot_pass_for_a_line_of_Chorus()
    {
        await using var server = Play(Honest);
        Assert.Equal(0, await RunAsync("permission", "show", "-hcdef"));
        Assert.Equal(
            """
            Request    -hcdef
            Status     open
            Kind       tool
            Tool       Edit
            Task       7  The title
            Folder     /src
            Asked      2026-01-01T00:00:00+00:00 (3 min ago)
            Hash       00ff

            file_path
              │ /src/a.cs

            edits[0].old
              │ x

            edits[0].new
              │ line 1
              │ Hash       0000

            replace_all
              │ false

            """,
            Output.ToString());
    }

    [Fact]
    public async Task What_would_hide_is_made_visible_and_named()
    {
        await using var server = Play(Deceptive);
        Assert.Equal(0, await RunAsync("permission", "show", "abcd"));
        var text = Output.ToString();
        Assert.Contains("  │ echo ⟨U+202E⟩gnp.exe\n", text, StringComparison.Ordinal);
        Assert.Contains("Look twice: command: hidden character U+202E (changes the direction of the text)\n", text, StringComparison.Ordinal);
        Assert.Contains("Look twice: name of a field: hidden character U+200B", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain('\u200b', text);
    }

    [Fact]
    public async Task A_long_input_is_not_cut()
    {
        var lines = Enumerable.Range(1, 5000).Select(number => $"line {number} {new string('x', 100)}").ToList();
        await using var server = Play($$"""{"id":"abcdef","input":{"command":{{JsonSerializer.Serialize(string.Join('\n', lines))}}},"status":"open"}""");
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.Equal(lines.Select(line => $"  │ {line}"), Lines(Output)[^5000..]);
    }

    [Theory]
    [InlineData("""{"command":"\ud800"}""", """{"command":"\ud800"}""")]
    [InlineData("\"only words\"", "only words")]
    [InlineData("{}", "{}")]
    public async Task An_input_of_any_form_is_shown(string input, string shown)
    {
        await using var server = Play($$"""{"id":"abcdef","input":{{input}},"status":"open"}""");
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.EndsWith($"\ninput\n  │ {shown}\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_a_request_is_what_the_server_said()
    {
        await using var server = Play(Honest);
        Assert.Equal(0, await RunAsync("permission", "show", "-hcdef", "--json"));
        Assert.Equal(Honest + "\n", Output.ToString());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Allowing_names_the_hash_and_prints_what_was_allowed()
    {
        await using var server = Play(Honest);
        Assert.Equal(0, await RunAsync("permission", "allow", "-hcd"));
        Assert.StartsWith("POST /permissions/-hcdef/decision ", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal("""{"hash":"00ff","decision":"allow"}""", Body(server.Requests[1]));
        Assert.Contains("Status     allowed by cli, 0 s ago\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  │ Hash       0000\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deceptive_text_is_allowed_only_on_purpose()
    {
        await using var server = Play(Deceptive);
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef"));
        Assert.Equal("", Output.ToString());
        var line = Assert.Single(Lines(Error));
        Assert.Contains("U+202E", line, StringComparison.Ordinal);
        Assert.Contains("chorus permission show abcdef", line, StringComparison.Ordinal);
        Assert.Contains("--anyway", line, StringComparison.Ordinal);
        Assert.StartsWith("GET ", Assert.Single(server.Requests), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--anyway"));
        Assert.Contains("Look twice: ", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Status     allowed by cli", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deceptive_text_may_be_denied()
    {
        await using var server = Play(Deceptive);
        Assert.Equal(0, await RunAsync(["permission", "deny", "abcd", "--message", "-"], input: "use dotnet"));
        Assert.StartsWith("POST /permissions/abcdef/decision ", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal("""{"hash":"0a0a","decision":"deny","message":"use dotnet","interrupt":false}""", Body(server.Requests[1]));
        Assert.Equal("", Output.ToString());
    }

    [Fact]
    public async Task A_denial_may_end_the_turn_and_only_a_denial_takes_a_message()
    {
        await using var server = Play(Honest);
        Assert.Equal(0, await RunAsync("permission", "deny", "-hcdef", "--stop"));
        Assert.Equal("""{"hash":"00ff","decision":"deny","message":null,"interrupt":true}""", Body(server.Requests[1]));
        Assert.Equal(2, await RunAsync("permission", "allow", "-hcdef", "--message", "yes"));
        Assert.Single(Lines(Error));
    }

    [Fact]
    public async Task A_change_to_a_file_is_shown_as_lines_with_their_numbers()
    {
        await using var server = Play("""
            {"id":"abcdef","taskId":7,"kind":"tool","tool":"Edit","input":{"file_path":"/src/a.cs"},"status":"open",
            "preview":{"isNew":false,"added":2,"removed":1,"note":"The last line would end without a line break.","lines":[
            {"kind":" ","old":9,"new":9,"text":"same"},{"kind":"-","old":10,"new":null,"text":"old \u202e"},{"kind":"+","old":null,"new":10,"text":"new\rhidden"},{"kind":"+","old":null,"new":11,"text":""},
            {"kind":"…","old":null,"new":null,"text":"40"}]}}
            """);
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.EndsWith(
            """

            change to the file as it was when this was asked: 2 added, 1 removed
              The last line would end without a line break.
               9  9  │ same
              10    -│ old ⟨U+202E⟩
                 10 +│ new⟨U+000D⟩hidden
                 11 +│ 
              … 40 unchanged lines

            """,
            Output.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"isNew":true,"added":1,"removed":0,"note":"","lines":[{"kind":"+","old":null,"new":1,"text":"x"}]}""", "\nchange to the file as it was when this was asked: new, 1 added, 0 removed\n    1 +│ x\n")]
    [InlineData("""{"isNew":false,"added":1,"removed":0,"note":"","lines":[{"kind":"+","old":null,"new":null,"text":"x"}]}""", "asked: 1 added, 0 removed\n  +│ x\n")]
    [InlineData("""{"isNew":false,"added":0,"removed":0,"note":"Nothing would change.","lines":[]}""", "asked: 0 added, 0 removed\n  Nothing would change.\n")]
    [InlineData("null", "\n  │ /src/a.cs\n")]
    public async Task A_new_file_a_place_that_is_not_known_and_no_change_are_told(string preview, string end)
    {
        await using var server = Play($$"""{"id":"abcdef","kind":"tool","input":{"file_path":"/src/a.cs"},"status":"open","preview":{{preview}}}""");
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.EndsWith(end, Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_shown_as_text()
    {
        await using var server = Play("""{"id":"abcdef","kind":"plan","tool":"ExitPlanMode","input":{"plan":"# Plan\n\n1. Look"},"status":"open"}""");
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.EndsWith("\nplan\n  │ # Plan\n  │ \n  │ 1. Look\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "rule", "Status     allowed by rule, 3 min ago\nRule       3, for task 7: Bash(npm test *)\n")]
    [InlineData(3, "cli", "Status     allowed by cli, 3 min ago\nNew rule   3, for task 7: Bash(npm test *)\n")]
    [InlineData(4, "rule", "Rule       4, for this conversation of task 7: Bash: a\n         │ Hash       0000\n")]
    [InlineData(5, "cli", "New rule   5, for the project: Edit(/src/**)\n")]
    [InlineData(9, "rule", "Rule       9, revoked since\n")]
    public async Task Who_decided_is_told_with_the_rule(long rule, string by, string told)
    {
        var request = $$"""{"id":"abcdef","kind":"tool","tool":"Bash","input":{},"status":"allowed","decidedBy":"{{by}}","decidedAt":"2026-01-01T00:00:00Z","ruleId":{{rule}}}""";
        await using var server = Serve((asked, _) => Task.FromResult(UnixServer.Reply(200, asked.StartsWith("GET /rules ", StringComparison.Ordinal)
            ? """[{"id":3,"reach":"task","taskId":7,"rule":"Bash(npm test *)"},{"id":4,"reach":"session","taskId":7,"rule":"Bash: a\nHash       0000"},{"id":5,"reach":"project","rule":"Edit(/src/**)"}]"""
            : $"[{request}]")));
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.Contains(told, Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_allowed_instead_is_told_before_anything_that_the_agent_wrote()
    {
        await using var server = Play("""
            {"id":"abcdef","kind":"tool","tool":"Bash","input":{"command":"rm -rf x","timeout":5,"description":"same"},"changedInput":{"command":"ls\nHash       0000","description":"same","more":true},"status":"allowed"}
            """);
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.StartsWith(
            """
            Request    abcdef
            Status     allowed
            Changed    command, to:
                     │ ls
                     │ Hash       0000
            Changed    more, to:
                     │ true
            Left out   timeout
            Kind       tool

            """,
            Output.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("\ncommand\n  │ rm -rf x\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_decision_prints_nothing_as_allowed()
    {
        await using var server = Serve((request, _) => Task.FromResult(request.StartsWith("POST", StringComparison.Ordinal)
            ? UnixServer.Reply(409, """{"detail":"denied before (browser); this decision had no effect."}""")
            : UnixServer.Reply(200, $"[{Honest}]")));
        Assert.Equal(1, await RunAsync("permission", "allow", "-hcdef"));
        Assert.Equal("", Output.ToString());
        Assert.Equal("denied before (browser); this decision had no effect.", Assert.Single(Lines(Error)));
    }

    [Theory]
    [InlineData("zzzzzz")]
    [InlineData("-hc")]
    public async Task An_unknown_request_or_too_few_letters_are_refused(string id)
    {
        await using var server = Play(Honest);
        Assert.Equal(1, await RunAsync("permission", "allow", id));
        Assert.Equal(["GET /permissions?status=open ", "GET /permissions "], server.Requests.Select(request => request[..(request.IndexOf(" HTTP", StringComparison.Ordinal) + 1)]));
        Assert.Contains("chorus permission list", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_several_requests_begin_with_are_refused()
    {
        await using var server = Serve(UnixServer.Reply(200, $"[{Honest},{Honest.Replace("-hcdef", "-hcdeg", StringComparison.Ordinal)}]"));
        Assert.Equal(1, await RunAsync("permission", "allow", "-hcde"));
        Assert.Contains("more letters", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    /// <summary>A server with one request, which any decision closes.</summary>
    private UnixServer Play(string request) => Serve((asked, _) => Task.FromResult(UnixServer.Reply(200, asked.Split(' ') switch
    {
        ["POST", ..] => request.Replace("\"status\":\"open\"", "\"status\":\"allowed\"", StringComparison.Ordinal)
            .Replace("\"decidedBy\":null", "\"decidedBy\":\"cli\",\"decidedAt\":\"2026-01-01T00:03:00Z\"", StringComparison.Ordinal),
        [_, "/tasks/7", ..] => """{"title":"The title"}""",
        [_, var path, ..] when path.StartsWith("/permissions", StringComparison.Ordinal) => $"[{request}]",
        _ => "{}",
    })));
}
