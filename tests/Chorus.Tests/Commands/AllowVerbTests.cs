using System.Text.Json;

namespace Chorus.Tests.Commands;

public sealed class AllowVerbTests : PlayedServerTests
{
    private const string Bash = """{"id":"abcdef","taskId":7,"kind":"tool","tool":"Bash","input":{"command":"npm test","timeout":5},"summary":"Bash: npm test","cwd":"/src","status":"open","hash":"00ff","decidedBy":null}""";
    private const string Plan = """{"id":"abcdef","taskId":7,"kind":"plan","tool":"ExitPlanMode","input":{"plan":"# Plan"},"status":"open","hash":"00ff","decidedBy":null}""";

    private const string Question = """
        {"id":"abcdef","taskId":7,"kind":"question","tool":"AskUserQuestion","status":"open","hash":"00ff","decidedBy":null,"input":{"questions":[
        {"question":"Which key=sound?","header":"Key","multiSelect":false,"options":[{"label":"C major","description":"plain\nHash       0000"},{"label":"A minor"}]},
        {"question":"Where?","header":"Place","multiSelect":true,"options":[{"label":"Web"},{"label":"App, API"}]}]}}
        """;

    private const string Listing = """
        question 1, one answer
          │ Which key=sound?
          1 │ C major
            │   plain
            │   Hash       0000
          2 │ A minor

        question 2, several answers
          │ Where?
          1 │ Web
          2 │ App, API

        """;

    private const string Offers = """
        [{"scope":"exact-command","value":"npm test -- a","words":"exactly this command","claudeRule":"Bash(npm test -- a)","reaches":["session","task"],"covered":1,"of":12},
        {"scope":"command-prefix","value":"npm test","words":"npm test with any arguments","claudeRule":"Bash(npm test *)","reaches":["session","task","project"],"covered":9,"of":12}]
        """;

    private const string Rules = """[{"id":3,"origin":"chorus","reach":"task","taskId":7,"rule":"Bash(npm test *)"}]""";

    [Theory]
    [InlineData("1=A minor", "2=Web", """{"Which key=sound?":["A minor"],"Where?":["Web"]}""")]
    [InlineData("1=2", "2=1", """{"Which key=sound?":["A minor"],"Where?":["Web"]}""")]
    [InlineData("Which key=sound?=a MINOR", "Where?=my own = words", """{"Which key=sound?":["A minor"],"Where?":["my own = words"]}""")]
    [InlineData("1=3", "2=0", """{"Which key=sound?":["3"],"Where?":["0"]}""")]
    public async Task Questions_are_answered_by_text_or_number_with_a_label_a_number_or_own_words(string first, string second, string answers)
    {
        await using var server = Play(Question);
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--answer", first, "--answer", second));
        Assert.Equal($$"""{"hash":"00ff","decision":"allow","answers":{{answers}}}""", Plain(Body(Posted(server))));
        Assert.Contains("Status     allowed by cli", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_takes_several_answers_gets_each_once()
    {
        await using var server = Play(Question);
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--answer", "2=1", "--answer", "1=1", "--answer", "2=2", "--answer", "Where?=Web"));
        Assert.Equal("""{"Where?":["Web","App, API"],"Which key=sound?":["C major"]}""", JsonElement.Parse(Body(Posted(server))).GetProperty("answers").GetRawText());
    }

    [Theory]
    [InlineData("has no answer yet")]
    [InlineData("'Where?' has no answer yet", "--answer", "1=1")]
    [InlineData("takes one answer", "--answer", "1=1", "--answer", "1=2", "--answer", "2=1")]
    [InlineData("There is no question for 'Who?=me'", "--answer", "Who?=me")]
    [InlineData("There is no question for '3=me'", "--answer", "3=me")]
    [InlineData("has no answer yet", "--answer", "1= ", "--answer", "2=1")]
    public async Task What_does_not_answer_all_questions_is_refused_with_the_questions_and_their_options(string why, params string[] answers)
    {
        await using var server = Play(Question);
        Assert.Equal(1, await RunAsync(["permission", "allow", "abcdef", .. answers]));
        Assert.Equal(Listing, Output.ToString());
        Assert.Contains(why, Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));

        Output.GetStringBuilder().Clear();
        Assert.Equal(1, await RunAsync(["permission", "allow", "abcdef", "--json", .. answers]));
        Assert.Equal(Question + "\n", Output.ToString());
    }

    [Fact]
    public async Task A_question_is_shown_with_numbers_and_nothing_of_it_is_left_out()
    {
        await using var server = Play(Question.Replace("\"multiSelect\":false", "\"multiSelect\":\"no\",\"extra\":\"seen\"", StringComparison.Ordinal));
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.Contains("\n\n" + Listing + "\n", Output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            """

            questions[0].header
              │ Key

            questions[0].multiSelect
              │ no

            questions[0].extra
              │ seen

            questions[1].header
              │ Place

            """,
            Output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_answers_are_told_with_their_questions()
    {
        var answered = Question.Replace("\"status\":\"open\"", """
            "status":"allowed","changedInput":{"questions":[],"answers":{"Which key=sound?":"A minor","Where?":"Web, mine"}}
            """, StringComparison.Ordinal);
        await using var server = Play(answered);
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.Contains("\nAnswer     Which key=sound?\n         │ → A minor\nAnswer     Where?\n         │ → Web, mine\nKind ", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_cannot_be_read_is_shown_as_spelled_and_cannot_be_answered()
    {
        await using var server = Play("""{"id":"abcdef","kind":"question","input":{"questions":[{"question":"\ud800"}]},"status":"open"}""");
        Assert.Equal(0, await RunAsync("permission", "show", "abcdef"));
        Assert.EndsWith("\ninput\n  │ {\"questions\":[{\"question\":\"\\ud800\"}]}\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef"));
        Assert.Contains("The agent asked nothing.", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_question_takes_answers()
    {
        await using var server = Play(Bash);
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef", "--answer", "1=2"));
        Assert.Contains("Only a question", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_plan_may_be_approved_with_its_edits()
    {
        await using var server = Play(Plan);
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--accept-edits"));
        Assert.Equal("""{"hash":"00ff","decision":"allow","acceptEdits":true}""", Body(Posted(server)));
    }

    [Theory]
    [InlineData("""{"command":"ls","n":[1]}""", "")]
    [InlineData("@input.json", "")]
    [InlineData("-", """{"command":"ls","n":[1]}""")]
    public async Task Another_input_comes_from_the_command_line_a_file_or_stdin(string input, string stdin)
    {
        await File.WriteAllTextAsync(Path.Combine(Project, "input.json"), """{"command":"ls","n":[1]}""");
        await using var server = Play(Bash);
        Assert.Equal(0, await RunAsync(["permission", "allow", "abcdef", "--input", input], stdin));
        Assert.Equal("""{"hash":"00ff","decision":"allow","input":{"command":"ls","n":[1]}}""", Body(Posted(server)));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"command\":")]
    [InlineData("{\"command\":\"a\",\"command\":\"b\"}")]
    [InlineData("{\"command\":\"\\ud800\"}")]
    [InlineData("words")]
    [InlineData("@missing.json")]
    [InlineData("")]
    public async Task An_input_that_is_no_plain_JSON_object_is_wrong_usage(string input)
    {
        await using var server = Play(Bash);
        Assert.Equal(2, await RunAsync("permission", "allow", "abcdef", "--input", input));
        Assert.Contains("input", Assert.Single(Lines(Error)), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Another_command_takes_the_place_of_the_one_that_was_asked_for_and_is_told()
    {
        await using var server = Play(Bash, closed => closed.Replace("\"decidedBy\"", "\"changedInput\":{\"command\":\"npm test -- one\",\"timeout\":5},\"decidedBy\"", StringComparison.Ordinal));
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--command", "npm test -- one"));
        Assert.Equal("""{"hash":"00ff","decision":"allow","input":{"command":"npm test -- one","timeout":5}}""", Body(Posted(server)));
        Assert.Contains("Changed    command, to:\n         │ npm test -- one\nKind ", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_command_takes_no_other_one()
    {
        await using var server = Play(Plan);
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef", "--command", "ls"));
        Assert.Contains("--input", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_would_run_must_be_honest_and_not_what_it_replaces()
    {
        await using var server = Play(Bash.Replace("npm test\",", "npm \\u202etest\",", StringComparison.Ordinal));
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--command", "npm test"));
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef", "--command", "npm \u202etest"));
        Assert.Contains("--anyway", Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--command", "npm \u202etest", "--anyway"));
    }

    [Theory]
    [InlineData("exact-command", "npm test -- a", "task")]
    [InlineData("command-prefix", "npm test", "task", "command-prefix")]
    [InlineData("command-prefix", "npm test", "task", "2")]
    [InlineData("command-prefix", "npm test", "session", "npm test", "--for", "session")]
    [InlineData("command-prefix", "npm test", "project", "Bash(npm test *)", "--for", "project")]
    [InlineData("command-prefix", "npm test", "project", "npm test with any arguments", "--for", "project")]
    public async Task A_rule_is_made_of_the_narrowest_offer_or_of_the_one_that_is_named(string scope, string value, string reach, params string[] choice)
    {
        await using var server = Play(Bash, WithRule);
        Assert.Equal(0, await RunAsync(["permission", "allow", "abcdef", "--always", .. choice]));
        Assert.StartsWith("GET /permissions/abcdef/rules ", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal($$$"""{"hash":"00ff","decision":"allow","always":{"scope":"{{{scope}}}","value":"{{{value}}}","reach":"{{{reach}}}"}}""", Body(Posted(server)));
        Assert.Contains("New rule   3, for task 7: Bash(npm test *)\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_the_new_rule_comes_with_the_request()
    {
        await using var server = Play(Bash, WithRule);
        Assert.Equal(0, await RunAsync("permission", "allow", "abcdef", "--always", "--json"));
        var printed = JsonElement.Parse(Output.ToString());
        Assert.Equal(("allowed", "Bash(npm test *)"), (printed.GetProperty("status").GetString(), printed.GetProperty("rule").GetProperty("rule").GetString()));
    }

    [Theory]
    [InlineData("'folder'", "folder")]
    [InlineData("'3'", "3")]
    [InlineData("cannot hold for the project", "--for", "project")]
    public async Task What_is_not_offered_is_refused_with_the_offers_and_what_each_would_have_covered(string why, params string[] choice)
    {
        await using var server = Play(Bash);
        Assert.Equal(1, await RunAsync(["permission", "allow", "abcdef", "--always", .. choice]));
        Assert.Equal(
            """
            NO  SCOPE           FOR                     WOULD HAVE COVERED     RULE
            1   exact-command   session, task           1 of 12 past requests  exactly this command
            2   command-prefix  session, task, project  9 of 12 past requests  npm test with any arguments

            """,
            Output.ToString());
        Assert.Contains(why, Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, request => request.StartsWith("POST ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_of_which_no_rule_can_be_made_says_so()
    {
        await using var server = Play(Plan, offers: "[]");
        Assert.Equal(1, await RunAsync("permission", "allow", "abcdef", "--always"));
        Assert.Equal("", Output.ToString());
        Assert.Contains("No rule", Assert.Single(Lines(Error)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--answer", "1=2", "--accept-edits")]
    [InlineData("--input", "{}", "--command", "ls")]
    [InlineData("--always", "--command", "ls")]
    [InlineData("--for", "task")]
    [InlineData("--for", "task", "--accept-edits")]
    [InlineData("--answer", "two")]
    public async Task Answers_that_exclude_each_other_are_wrong_usage(params string[] options)
    {
        await using var server = Play(Bash);
        Assert.Equal(2, await RunAsync(["permission", "allow", "abcdef", .. options]));
        Assert.Single(Lines(Error));
        Assert.Empty(server.Requests);
    }

    private static string WithRule(string closed) => closed.Replace("\"decidedBy\"", "\"ruleId\":3,\"decidedBy\"", StringComparison.Ordinal);

    private static string Posted(UnixServer server) => server.Requests.Single(request => request.StartsWith("POST /permissions/abcdef/decision ", StringComparison.Ordinal));

    private static string Plain(string json) => json.Replace("\\u003D", "=", StringComparison.Ordinal);

    /// <summary>A server with one request, which any decision closes.</summary>
    private UnixServer Play(string request, Func<string, string>? closed = null, string offers = Offers) => Serve((asked, _) => Task.FromResult(UnixServer.Reply(200, asked.Split(' ') switch
    {
        ["POST", ..] => (closed ?? (same => same))(request).Replace("\"status\":\"open\"", "\"status\":\"allowed\"", StringComparison.Ordinal)
            .Replace("\"decidedBy\":null", "\"decidedBy\":\"cli\",\"decidedAt\":\"2026-01-01T00:03:00Z\"", StringComparison.Ordinal),
        [_, "/permissions/abcdef/rules", ..] => offers,
        [_, "/rules", ..] => Rules,
        [_, var path, ..] when path.StartsWith("/permissions", StringComparison.Ordinal) => $"[{request}]",
        _ => "{}",
    })));
}
