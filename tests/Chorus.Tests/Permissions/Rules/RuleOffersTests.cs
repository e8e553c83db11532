using System.Text.Json.Nodes;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Tasks;

namespace Chorus.Tests.Permissions.Rules;

/// <summary>Threat S22: what can be allowed for more than once, and that it never covers more than it says.</summary>
public sealed class RuleOffersTests : IDisposable
{
    private readonly string project = Path.Combine(Directory.CreateTempSubdirectory("chorus-rules-").FullName, "storefront");

    public RuleOffersTests() => Directory.CreateDirectory(Path.Combine(project, "docs", "sub"));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(project)!, recursive: true);

    [Fact]
    public void A_command_is_offered_exactly_and_by_its_first_words()
    {
        Assert.Equal(
            [("exactly this command", "Bash(npm run test:unit -- --watch)"), ("npm run test:unit with any arguments", "Bash(npm run test:unit *)"), ("npm run with any arguments", "Bash(npm run *)")],
            Offers("Bash", Desk.Bash("npm run test:unit -- --watch")).Select(offer => (offer.Words, offer.ClaudeRule)));
    }

    [Theory]
    [InlineData("git status; rm x")]
    [InlineData("git status && git push")]
    [InlineData("echo $(cat x)")]
    [InlineData("npm test > out.txt")]
    [InlineData("npm test | tee log")]
    [InlineData("npm test\nrm x")]
    [InlineData("bash -c 'npm test'")]
    public void A_command_of_several_parts_is_offered_exactly_or_not_at_all_and_never_to_the_project(string command)
    {
        var offer = Assert.Single(Offers("Bash", Desk.Bash(command)));
        Assert.Equal((RuleScope.ExactCommand, command), (offer.Scope, offer.Value));
        if (command.StartsWith("bash", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal([RuleReach.Session, RuleReach.Task], offer.Reaches);
    }

    [Theory]
    [InlineData("rm *.log")]
    [InlineData("rm build/*")]
    public void A_command_that_Claude_Code_would_read_as_a_pattern_is_no_rule_of_the_project(string command) =>
        Assert.All(Offers("Bash", Desk.Bash(command)).Where(offer => offer.Scope is RuleScope.ExactCommand), offer => Assert.Null(offer.ClaudeRule));

    [Theory]
    [InlineData("""{"command":"npm test","dangerouslyDisableSandbox":true}""")]
    [InlineData("""{"command":"npm test","env":{"PATH":"/tmp"}}""")]
    [InlineData("""{"command":"npm test","command":"rm -rf x"}""")]
    public void A_command_with_members_that_change_what_it_does_is_known_by_its_whole_input_only(string input) =>
        Assert.Equal([RuleScope.ExactInput], Offers("Bash", input).Select(offer => offer.Scope));

    [Fact]
    public void A_file_of_the_project_is_offered_alone_and_with_its_folder()
    {
        Assert.Equal(
            [("changes to docs/sub/a.md", "Edit(/docs/sub/a.md)"), ("changes to any file in docs/sub/", "Edit(/docs/sub/**)")],
            Offers("Write", File("docs/sub/a.md")).Select(offer => (offer.Words, offer.ClaudeRule)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("../outside.md")]
    public void No_folder_is_offered_that_is_the_project_hidden_or_outside(string file) =>
        Assert.Equal([RuleScope.ExactPath], Offers("Edit", File(file)).Select(offer => offer.Scope));

    [Theory]
    [InlineData("docs/a*.md")]
    [InlineData("docs/[x].md")]
    [InlineData("docs/a b.md")]
    [InlineData("../outside.md")]
    public void A_path_that_Claude_Code_could_read_otherwise_is_no_rule_of_the_project(string file) =>
        Assert.All(Offers("Edit", File(file)).Where(offer => offer.Scope is RuleScope.ExactPath), offer => Assert.Null(offer.ClaudeRule));

    [Fact]
    public void An_address_is_offered_alone_and_with_its_host() => Assert.Equal(
        [("this page", null), ("any page of example.com", "WebFetch(domain:example.com)")],
        Offers("WebFetch", """{"url":"https://example.com/a?b=c","prompt":"Read"}""").Select(offer => (offer.Words, offer.ClaudeRule)));

    [Theory]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com:8443/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://exаmple.com/")]
    [InlineData("not an address")]
    public void An_odd_address_is_known_by_its_whole_input_only(string url) =>
        Assert.Equal([RuleScope.ExactInput], Offers("WebFetch", new JsonObject { ["url"] = url }.ToJsonString()).Select(offer => offer.Scope));

    [Fact]
    public void A_tool_of_an_MCP_server_is_offered_with_this_input_and_with_any()
    {
        Assert.Equal(
            [("exactly this input", null), ("mcp__github__list_issues with any input", "mcp__github__list_issues")],
            Offers("mcp__github__list_issues", """{"repo":"a/b"}""").Select(offer => (offer.Words, offer.ClaudeRule)));
        Assert.Equal([RuleScope.ExactInput], Offers("SomethingNew", """{"repo":"a/b"}""").Select(offer => offer.Scope));
    }

    [Theory]
    [InlineData(PermissionKind.Question)]
    [InlineData(PermissionKind.Plan)]
    public void Questions_and_plans_are_never_answered_by_a_rule(PermissionKind kind) =>
        Assert.Empty(RuleOffers.For(Request("AskUserQuestion", "{}") with { Kind = kind }, project));

    [Theory]
    [InlineData("git status", true)]
    [InlineData("git status --porcelain", true)]
    [InlineData("git  status", true)]
    [InlineData("git 'status'", true)]
    [InlineData("git", false)]
    [InlineData("git stat", false)]
    [InlineData("git statusx", false)]
    [InlineData("git -c alias.status=!rm status", false)]
    [InlineData("git status; rm x", false)]
    [InlineData("git status\nrm x", false)]
    [InlineData("git status $(rm x)", false)]
    [InlineData("git status > x", false)]
    [InlineData("GIT_DIR=x git status", false)]
    [InlineData("sudo git status", false)]
    [InlineData("git status \"a`rm x`\"", false)]
    public void First_words_cover_plain_arguments_and_nothing_else(string command, bool covered) =>
        Assert.Equal(covered, Covers("Bash", RuleScope.CommandPrefix, "git status", "Bash", Desk.Bash(command)));

    [Theory]
    [InlineData("npm test", true)]
    [InlineData("npm test ", false)]
    [InlineData("npm  test", false)]
    [InlineData("npm test;", false)]
    public void An_exact_command_covers_its_letters_only(string command, bool covered) =>
        Assert.Equal(covered, Covers("Bash", RuleScope.ExactCommand, "npm test", "Bash", Desk.Bash(command)));

    [Theory]
    [InlineData("docs/new.md", true)]
    [InlineData("docs/sub/deep/new.md", true)]
    [InlineData("docs/../src/x.md", false)]
    [InlineData("docsx/new.md", false)]
    [InlineData("docs/.hidden", false)]
    [InlineData("docs/.git/config", false)]
    [InlineData("docs/out/x.md", false)]
    [InlineData("docs/linked.md", false)]
    [InlineData("docs", false)]
    public void A_folder_covers_visible_files_that_really_are_in_it(string file, bool covered)
    {
        System.IO.File.CreateSymbolicLink(Path.Combine(project, "docs", "linked.md"), "/etc/hosts");
        Directory.CreateSymbolicLink(Path.Combine(project, "docs", "out"), Path.GetDirectoryName(project)!);
        Assert.Equal(covered, Covers(RuleMatch.EditTools, RuleScope.Folder, Path.Combine(project, "docs"), "Write", File(file)));
    }

    [Fact]
    public void A_file_that_became_a_link_is_another_file()
    {
        var value = Assert.Single(Offers("Edit", File("README.md"))).Value;
        Assert.True(Covers(RuleMatch.EditTools, RuleScope.ExactPath, value, "Edit", File("README.md")));
        System.IO.File.CreateSymbolicLink(Path.Combine(project, "README.md"), "/etc/hosts");
        Assert.False(Covers(RuleMatch.EditTools, RuleScope.ExactPath, value, "Edit", File("README.md")));
    }

    [Theory]
    [InlineData("https://example.com/other", true)]
    [InlineData("http://example.com/", true)]
    [InlineData("https://sub.example.com/", false)]
    [InlineData("https://example.com.evil.net/", false)]
    [InlineData("https://example.com:444/", false)]
    [InlineData("https://a@example.com/", false)]
    public void A_host_covers_its_own_pages_only(string url, bool covered) =>
        Assert.Equal(covered, Covers("WebFetch", RuleScope.Host, "example.com", "WebFetch", new JsonObject { ["url"] = url }.ToJsonString()));

    [Fact]
    public void Another_tool_is_never_covered()
    {
        Assert.False(Covers("Bash", RuleScope.ExactCommand, "npm test", "PowerShell", Desk.Bash("npm test")));
        Assert.False(Covers("mcp__a__b", RuleScope.AnyInput, "", "mcp__a__c", "{}"));
        Assert.True(Covers("mcp__a__b", RuleScope.AnyInput, "", "mcp__a__b", "{}"));
        Assert.False(Covers("Read", RuleScope.AnyInput, "", "Read", "{}"));
    }

    private static string File(string path) => path.StartsWith('/') ? path : new JsonObject { ["file_path"] = path, ["content"] = "x" }.ToJsonString();

    private bool Covers(string tool, RuleScope scope, string value, string asked, string input) => RuleMatch.Covers(tool, scope, value, ToolCall.Read(asked, input, project));

    private IReadOnlyList<RuleOffer> Offers(string tool, string input) => RuleOffers.For(Request(tool, input), project);

    private PermissionRequest Request(string tool, string input) => new()
    {
        Id = "r",
        TaskId = new TaskId(1),
        Kind = PermissionKind.Tool,
        Tool = tool,
        InputJson = input,
        Summary = "",
        Cwd = project,
        ClaudeSessionId = "s",
        Hash = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
