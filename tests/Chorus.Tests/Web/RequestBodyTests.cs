using System.Text;
using Chorus.Web;
using Chorus.Web.Json;
using Microsoft.AspNetCore.Http;

namespace Chorus.Tests.Web;

public sealed class RequestBodyTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task A_task_is_read_from_JSON()
    {
        var task = await TaskAsync("application/json; charset=utf-8", """{"title":"T","brief":"B","priority":2,"after":[1,3],"permissionMode":"plan","model":"opus","stackMode":"none","start":true}""");
        Assert.Equal(("T", "B", 2, "plan", "opus", "none", true), (task.Title, task.Brief, task.Priority, task.PermissionMode, task.Model, task.StackMode, task.Start));
        Assert.Equal([1, 3], task.After!);
    }

    [Fact]
    public async Task What_JSON_does_not_name_is_not_said()
    {
        var task = await TaskAsync("application/json", "{}");
        Assert.Equal(new TaskRequest(null, null, null, null, null, null, null, null), task);
    }

    [Fact]
    public async Task A_task_is_read_from_a_form()
    {
        var task = await TaskAsync(Form, "title=T+1&brief=one%0D%0Atwo&priority=-2&after=1&after=3&after=&permissionMode=plan&model=&stackMode=auto&start=true");
        Assert.Equal(("T 1", "one\r\ntwo", -2, "plan", "", "auto", true), (task.Title, task.Brief, task.Priority, task.PermissionMode, task.Model, task.StackMode, task.Start));
        Assert.Equal([1, 3], task.After!);
    }

    [Fact]
    public async Task A_form_without_a_tick_at_a_task_waits_for_none()
    {
        var task = await TaskAsync(Form, "title=T");
        Assert.Empty(task.After!);
        Assert.Equal((null, null, false), (task.Priority, task.Model, task.Start));
    }

    [Fact]
    public async Task A_decision_is_read_from_a_form_and_from_JSON_alike()
    {
        var fromForm = await RequestBody.ReadAsync(Context(Form, "hash=abc&decision=deny&message=Use+pnpm.&interrupt=true"), ChorusJson.Default.DecisionRequest, RequestBody.DecisionFrom);
        var fromJson = await RequestBody.ReadAsync(
            Context("application/json", """{"hash":"abc","decision":"deny","message":"Use pnpm.","interrupt":true}"""), ChorusJson.Default.DecisionRequest, RequestBody.DecisionFrom);
        foreach (var body in new[] { fromForm, fromJson })
        {
            Assert.Equal(("abc", "deny", "Use pnpm.", true), (body.Hash, body.Decision, body.Message, body.Interrupt));
        }
    }

    [Fact]
    public async Task A_form_names_changes_answers_and_the_rule_to_make()
    {
        var body = await RequestBody.ReadAsync(
            Context(Form, "decision=allow&change.command=npm+run+x&answer.0=A&answer.0=B,+c&other.0=mine&answer.12=D&other.1=&rule=command-prefix+npm+run&reach=task&acceptEdits=true"),
            ChorusJson.Default.DecisionRequest, RequestBody.DecisionFrom);
        Assert.Equal(new RuleChoice("command-prefix", "npm run", "task"), body.Always);
        Assert.Equal(["A", "B, c", "mine"], body.AnswersByNumber[0]);
        Assert.Empty(body.AnswersByNumber[1]);
        Assert.Equal(["D"], body.AnswersByNumber[12]);
        Assert.Equal("npm run x", body.Changes["command"]);
        Assert.True(body.AcceptEdits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    public async Task Another_type_of_content_is_refused(string? type) => Assert.Equal(415, await RefusalAsync(type, "title=T"));

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", """{"title":{}}""")]
    [InlineData("application/json", """{"priority":99999999999}""")]
    [InlineData("application/json", """{"after":["x"]}""")]
    [InlineData("application/json", """{"title":"half a smile \ud83d"}""")]
    [InlineData("application/json; charset=none-such", """{"title":"T"}""")]
    [InlineData(Form, "priority=high")]
    [InlineData(Form, "priority=99999999999")]
    [InlineData(Form, "after=one")]
    [InlineData(Form, "after=99999999999999999999")]
    public async Task A_body_that_cannot_be_read_is_a_bad_request(string type, string body) => Assert.Equal(400, await RefusalAsync(type, body));

    [Theory]
    [InlineData("application/json")]
    [InlineData(Form)]
    [InlineData("text/plain")]
    public async Task A_body_that_is_too_large_is_not_even_read(string type)
    {
        var context = Context(type, "");
        context.Request.ContentLength = RequestBody.Limit + 1;
        context.Request.Body = Stream.Null;
        var refusal = await Assert.ThrowsAsync<BadBodyException>(() => RequestBody.ReadAsync(context, ChorusJson.Default.TaskRequest, RequestBody.TaskFrom));
        Assert.Equal(413, refusal.Status);
        Assert.Contains("256 KB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_JSON_is_refused() =>
        Assert.Equal(400, await RefusalAsync("application/json", $$"""{"x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}"""));

    private static Task<TaskRequest> TaskAsync(string? type, string body) => RequestBody.ReadAsync(Context(type, body), ChorusJson.Default.TaskRequest, RequestBody.TaskFrom);

    private static async Task<int> RefusalAsync(string? type, string body) => (await Assert.ThrowsAsync<BadBodyException>(() => TaskAsync(type, body))).Status;

    private static DefaultHttpContext Context(string? type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.ContentType = type;
        context.Request.ContentLength = bytes.Length;
        context.Request.Body = new MemoryStream(bytes);
        return context;
    }
}
