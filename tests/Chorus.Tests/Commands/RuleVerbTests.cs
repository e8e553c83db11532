namespace Chorus.Tests.Commands;

public sealed class RuleVerbTests : PlayedServerTests
{
    private const string Rules = """
        [{"id":12,"origin":"chorus","reach":"task","taskId":7,"rule":"Bash(make *)","madeFrom":"Bash: make all\u001b[2J","lastUsedAt":"2026-01-01T00:00:00Z","uses":4,"revocable":true},
        {"id":3,"origin":"chorus","reach":"session","taskId":7,"rule":"Bash: a\nb","madeFrom":"Bash: a","lastUsedAt":null,"uses":0,"revocable":true},
        {"id":null,"origin":"project","reach":"project","taskId":null,"rule":"Bash(make *)","madeFrom":null,"lastUsedAt":null,"uses":null,"revocable":false},
        {"id":null,"origin":"local","reach":"project","taskId":null,"rule":"Bash(make *)","madeFrom":null,"lastUsedAt":null,"uses":null,"revocable":true},
        {"id":null,"origin":"user","reach":"user","taskId":null,"rule":"Bash(git *)","madeFrom":null,"lastUsedAt":null,"uses":null,"revocable":false}]
        """;

    [Fact]
    public async Task The_list_is_one_line_a_rule_with_its_origin_and_its_use()
    {
        await using var server = Play();
        Assert.Equal(0, await RunAsync("rule", "list"));
        Assert.Equal(
            """
            ID  FOR      TASK  ORIGIN   USES  LAST USE  MADE FROM              RULE
            12  task     7     chorus   4     3 min     Bash: make all\x1b[2J  Bash(make *)
            3   session  7     chorus   0               Bash: a                Bash: a\nb
                project        project                                         Bash(make *)
                project        local                                           Bash(make *)
                user           user                                            Bash(git *)

            """,
            Output.ToString());
    }

    [Fact]
    public async Task A_long_rule_is_not_cut_for_its_words_are_its_name()
    {
        var words = $"Bash({new string('x', 300)})";
        await using var server = Serve(UnixServer.Reply(200, $$"""[{"id":null,"origin":"local","rule":"{{words}}"}]"""));
        Assert.Equal(0, await RunAsync("rule", "list"));
        Assert.EndsWith($" {words}\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_the_list_is_what_the_server_said()
    {
        await using var server = Play();
        Assert.Equal(0, await RunAsync("rule", "list", "--json"));
        Assert.Equal(Rules + "\n", Output.ToString());
    }

    [Theory]
    [InlineData("12", "DELETE /rules/12 ", "", "Revoked: Bash(make *)\n")]
    [InlineData("3", "DELETE /rules/3 ", "", "Revoked: Bash: a\\nb\n")]
    [InlineData("Bash(make *)", "DELETE /rules ", """{"origin":"local","rule":"Bash(make *)"}""", "Revoked: Bash(make *)\n")]
    [InlineData("Bash(git *)", "DELETE /rules ", """{"origin":"user","rule":"Bash(git *)"}""", "Revoked: Bash(git *)\n")]
    public async Task A_rule_is_revoked_by_its_number_or_where_it_has_none_by_its_words(string name, string request, string body, string told)
    {
        await using var server = Play();
        Assert.Equal(0, await RunAsync("rule", "revoke", name));
        Assert.StartsWith(request, server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(body, Body(server.Requests[1]));
        Assert.Equal(told, Output.ToString());
    }

    [Theory]
    [InlineData("99", "chorus rule list")]
    [InlineData("Bash(make", "chorus rule list")]
    [InlineData("Bash: a\nb", "chorus rule revoke 3")]
    public async Task An_unknown_rule_and_the_words_of_one_with_a_number_are_refused(string name, string remedy)
    {
        await using var server = Play();
        Assert.Equal(1, await RunAsync("rule", "revoke", name));
        Assert.Equal("", Output.ToString());
        Assert.Contains(remedy, Assert.Single(Lines(Error)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_rule_that_others_share_is_refused_by_the_server_and_not_called_revoked()
    {
        await using var server = Play(409, """{"detail":"This rule stands in a file that others share."}""");
        Assert.Equal(1, await RunAsync("rule", "revoke", "Bash(git *)"));
        Assert.Equal("", Output.ToString());
        Assert.Equal("This rule stands in a file that others share.", Assert.Single(Lines(Error)));
    }

    private UnixServer Play(int status = 204, string answer = "") => Serve((request, _) =>
        Task.FromResult(request.StartsWith("GET /rules ", StringComparison.Ordinal) ? UnixServer.Reply(200, Rules) : UnixServer.Reply(status, answer)));
}
