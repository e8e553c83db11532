using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Tests.Web.Views;
using Chorus.Web.Json;

namespace Chorus.Tests.Web;

public sealed class JsonShapeTests
{
    private static readonly StackDescription Stack = new("none", null, "/home/dev/storefront", 0, 0, null);

    [Fact]
    public void A_task_has_the_fields_of_the_HTTP_contract()
    {
        var waiting = Sample.Running(7, "Rename", ClaudeActivity.Waiting, ClaudeReason.Permission, "Bash: npm test") with
        {
            After = [new TaskId(3)],
            StartedAt = Sample.Now.AddHours(-1),
            ClaudeSessionId = "session",
            Restarts = 2,
        };
        var json = Json(TaskJson.From(waiting, Stack, asked: null), ChorusJson.Default.TaskJson);

        AssertHas(json, "id", "title", "brief", "priority", "state", "word", "since", "after", "claude", "session", "stack", "references", "attention", "createdAt", "startedAt", "endedAt", "result");
        AssertHas(json.GetProperty("claude"), "status", "reason", "detail", "since", "sessionId", "restarts");
        AssertHas(json.GetProperty("stack"), "mode", "name", "path", "commits", "uncommitted", "note");
        AssertHas(json.GetProperty("attention"), "kind", "since", "text");
        Assert.Equal(7, json.GetProperty("id").GetInt64());
        Assert.Equal(3, json.GetProperty("after")[0].GetInt64());
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Equal("Needs you", json.GetProperty("word").GetString());
        Assert.Equal(("waiting", "permission"), (json.GetProperty("claude").GetProperty("status").GetString(), json.GetProperty("claude").GetProperty("reason").GetString()));
        Assert.Equal("claude-7", json.GetProperty("session").GetProperty("name").GetString());
        Assert.Equal("2026-11-23T11:00:00+00:00", json.GetProperty("createdAt").GetString());
    }

    [Fact]
    public void An_open_request_makes_a_task_need_you_before_its_status_does()
    {
        var request = Sample.Request(7, "abc", "Bash", "{}", "Bash: npm test", seconds: 5);
        var json = Json(TaskJson.From(Sample.Running(7, "Rename", ClaudeActivity.Busy), Stack, request), ChorusJson.Default.TaskJson);
        Assert.Equal(("busy", "Needs you"), (json.GetProperty("claude").GetProperty("status").GetString(), json.GetProperty("word").GetString()));
        Assert.Equal(Sample.Now.AddSeconds(-5), json.GetProperty("since").GetDateTimeOffset());
        Assert.Equal("Bash: npm test", json.GetProperty("attention").GetProperty("text").GetString());
    }

    [Fact]
    public void What_a_task_does_not_have_is_null_and_not_missing()
    {
        var json = Json(TaskJson.From(Sample.Task(7, "Rename", TaskState.Pending), Stack, asked: null), ChorusJson.Default.TaskJson);
        foreach (var name in new[] { "attention", "startedAt", "endedAt", "result", "model" })
        {
            Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind);
        }

        Assert.Equal(JsonValueKind.Null, json.GetProperty("claude").GetProperty("reason").ValueKind);
        Assert.Equal(0, json.GetProperty("references").GetArrayLength());
    }

    [Theory]
    [InlineData(ClaudeReason.TurnEnded, "turn-ended")]
    [InlineData(ClaudeReason.Limit, "limit")]
    [InlineData(ClaudeReason.Background, "background")]
    [InlineData(ClaudeReason.None, null)]
    public void Reasons_are_spelled_as_the_contract_has_them(ClaudeReason reason, string? word)
    {
        var json = Json(TaskJson.From(Sample.Running(7, "Rename", ClaudeActivity.Idle, reason), Stack, asked: null), ChorusJson.Default.TaskJson);
        Assert.Equal(word, json.GetProperty("claude").GetProperty("reason").GetString());
    }

    [Fact]
    public void A_permission_request_has_the_fields_of_the_HTTP_contract()
    {
        var request = Sample.Request(7, "abc", "Bash", """{"command":"npm test","nested":{"a":[1,2]}}""", "Bash: npm test") with { SuggestionsJson = """[{"type":"addRules"}]""" };
        var json = Json(PermissionJson.From(request), ChorusJson.Default.PermissionJson);
        AssertHas(json, "id", "taskId", "kind", "tool", "input", "summary", "suggestions", "status", "hash", "createdAt", "decidedAt", "decidedBy", "changedInput", "ruleId", "preview");
        Assert.Equal(("abc", 7L, "tool", "open"), (json.GetProperty("id").GetString(), json.GetProperty("taskId").GetInt64(), json.GetProperty("kind").GetString(), json.GetProperty("status").GetString()));
        Assert.Equal(2, json.GetProperty("input").GetProperty("nested").GetProperty("a").GetArrayLength());
        Assert.Equal("addRules", json.GetProperty("suggestions")[0].GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("decidedBy").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("preview").ValueKind);
    }

    [Fact]
    public void A_change_to_a_file_comes_with_its_request()
    {
        var change = new FileChange(IsNew: false, Added: 1, Removed: 0, Note: "", [new ChangedLine("+", null, 3, "x")]);
        var json = Json(PermissionJson.From(Sample.Request(7, "abc", "Edit", "{}", "Edit") with { PreviewJson = change.ToJson() }), ChorusJson.Default.PermissionJson).GetProperty("preview");
        AssertHas(json, "isNew", "added", "removed", "note", "lines");
        AssertHas(json.GetProperty("lines")[0], "kind", "old", "new", "text");
        Assert.Equal(3, json.GetProperty("lines")[0].GetProperty("new").GetInt32());
    }

    [Theory]
    [InlineData(PermissionStatus.Open, "open")]
    [InlineData(PermissionStatus.Allowed, "allowed")]
    [InlineData(PermissionStatus.Denied, "denied")]
    [InlineData(PermissionStatus.AnsweredInTerminal, "answered-in-terminal")]
    [InlineData(PermissionStatus.Expired, "expired")]
    public void States_of_requests_are_spelled_as_the_contract_has_them(PermissionStatus status, string word)
    {
        var request = Sample.Request(7, "abc", "Bash", "{}", "Bash") with { Status = status };
        var json = Json(PermissionJson.From(request), ChorusJson.Default.PermissionJson);
        Assert.Equal(word, json.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("suggestions").ValueKind);
    }

    [Theory]
    [InlineData("""{"command":"echo \ud83d"}""", """echo \ud83d""")]
    [InlineData("""{"command":"echo \udca9\ud83d"}""", """echo \udca9\ud83d""")]
    [InlineData("""{"command":"\ud83d\ud83d\udca9\ud83d\u0041"}""", "\\ud83d\ud83d\udca9\\ud83dA")]
    [InlineData("""{"command":"\uD83D\n"}""", "\\uD83D\n")]
    [InlineData("""{"command":"\\ud83d \\\ud83d"}""", """\ud83d \\ud83d""")]
    [InlineData("""{"command":"\u0065\u0301 \u20ac","\ud83d":[{"\udca9":"\ud83d"}]}""", "e\u0301 €")]
    public void Half_a_character_in_an_input_is_told_as_it_is_spelled(string input, string command)
    {
        var request = Sample.Request(7, "abc", "Bash", input, "Bash") with { SuggestionsJson = $"[{input}]" };
        var json = Json(PermissionJson.From(request), ChorusJson.Default.PermissionJson);
        Assert.Equal(command, json.GetProperty("input").GetProperty("command").GetString());
        Assert.Equal(command, json.GetProperty("suggestions")[0].GetProperty("command").GetString());
        Assert.All(json.GetProperty("input").EnumerateObject(), member => Assert.NotEmpty(member.Name));
    }

    private static JsonElement Json<T>(T value, JsonTypeInfo<T> type) => JsonElement.Parse(JsonSerializer.Serialize(value, type));

    private static void AssertHas(JsonElement json, params string[] names) =>
        Assert.Superset(names.ToHashSet(StringComparer.Ordinal), json.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal));
}
