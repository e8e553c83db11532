using System.Text.Json;
using Chorus.Claude;
using Chorus.Permissions;
using Chorus.Stacks;
using Chorus.Tests.Tasks;
using Chorus.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Chorus.Tests.Web;

public sealed class TaskAnswersTests : IDisposable
{
    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_task_that_is_asked_for_comes_with_the_last_signals_newest_first()
    {
        var task = await project.AddBusyAsync();
        project.Clock.Advance(TimeSpan.FromSeconds(1));
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));
        project.Clock.Advance(TimeSpan.FromSeconds(1));
        var poll = new ClaudeSignal.RegistryObserved("busy", null, project.Clock.GetUtcNow());
        await project.HearAsync(task, poll, poll);

        var signals = (await ReadAsync(await Answers.ShowAsync(Context(), task))).GetProperty("claude").GetProperty("signals").EnumerateArray().ToList();

        Assert.Equal(
            [("registry", "busy", null, 2), ("hook", "PreToolUse Bash: npm test", "busy", 1)],
            signals.Take(2).Select(line => (line.GetProperty("source").GetString(), line.GetProperty("what").GetString(), line.GetProperty("status").GetString(), line.GetProperty("times").GetInt32())));
        Assert.Equal(project.Clock.GetUtcNow(), signals[0].GetProperty("at").GetDateTimeOffset());
        Assert.Equal(4, signals.Count);
    }

    [Fact]
    public async Task A_list_of_tasks_comes_without_signals()
    {
        await project.AddBusyAsync();
        var list = await ReadAsync(Answers.List(state: null));
        Assert.False(list[0].GetProperty("claude").TryGetProperty("signals", out _));
    }

    private TaskAnswers Answers => new(project.Tasks, new PermissionStore(project.Database), new SharedTree(project.Folder), project.Signals);

    private static DefaultHttpContext Context() => new() { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };

    private static async Task<JsonElement> ReadAsync(IResult result)
    {
        var context = Context();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await result.ExecuteAsync(context);
        return JsonElement.Parse(body.ToArray());
    }
}
