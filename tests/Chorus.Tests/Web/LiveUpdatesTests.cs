using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Tasks;
using Chorus.Tests.Tasks;
using Chorus.Web.Access;

namespace Chorus.Tests.Web;

public sealed class LiveUpdatesTests : IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] List = ["badge", "bar-status", "list"];
    private static readonly string[] Chosen = ["badge", "bar-status", "decision", "say-hint", "say-queue", "task-head", "why"];
    private static readonly string[] Everything = ["badge", "bar-status", "decision", "list", "say-hint", "say-queue", "screen", "task-head", "why"];

    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task The_first_item_carries_everything()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        var first = await page.FirstAsync();
        Assert.Equal(Everything, LivePage.Repainted(first));
        Assert.Equal($"{project.Events.Epoch}-{project.Events.Sequence}", first.EventId);
        Assert.Contains("The chosen one", first.Data, StringComparison.Ordinal);
        Assert.Contains("The other one", first.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_a_task_is_about_the_list_only()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, null);
        Assert.Equal(List, LivePage.Repainted(await page.FirstAsync()));
        await BeginToolAsync(task);
        Assert.Equal(["badge", "bar-status", $"task-{task}"], LivePage.Repainted(await page.NextAsync()));
    }

    [Fact]
    public async Task A_change_of_another_task_repaints_only_its_row()
    {
        var (task, other) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        await BeginToolAsync(other);
        Assert.Equal(["badge", "bar-status", $"task-{other}"], LivePage.Repainted(await page.NextAsync()));
    }

    [Fact]
    public async Task A_change_of_the_chosen_task_repaints_its_head_its_question_and_its_history_too()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        await BeginToolAsync(task);
        var item = await page.NextAsync();
        Assert.Equal(With(Chosen, $"task-{task}"), LivePage.Repainted(item));
        Assert.Contains("Bash: npm test", item!.Value.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_changes_are_one_item_with_the_last_state()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        for (var number = 0; number < 100; number++)
        {
            await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", $"Bash: step {number}", null));
        }

        var item = await page.NextAsync();
        Assert.Contains("Bash: step 99", item!.Value.Data, StringComparison.Ordinal);
        Assert.EndsWith($"-{project.Events.Sequence}", item.Value.EventId, StringComparison.Ordinal);
        await NothingElseAsync(page);
    }

    [Fact]
    public async Task The_screen_of_the_chosen_task_alone_is_watched_and_repainted()
    {
        var (task, other) = await TwoTasksAsync();
        await using (var page = new LivePage(project, task))
        {
            await page.FirstAsync();
            Assert.True(page.Screens.IsWatched(task));
            Assert.False(page.Screens.IsWatched(other));

            page.Screens.Set(other, "not this");
            page.Screens.Set(task, "> hello");
            var item = await page.NextAsync();
            Assert.Equal(["screen"], LivePage.Repainted(item));
            Assert.Contains("hello", item!.Value.Data, StringComparison.Ordinal);

            page.Screens.Set(other, "again not this");
            page.Screens.Set(task, "> hello");
            await NothingElseAsync(page);
        }
    }

    [Fact]
    public async Task A_closed_page_watches_no_screen()
    {
        var (task, _) = await TwoTasksAsync();
        var page = new LivePage(project, task);
        await page.FirstAsync();
        await page.DisposeAsync();
        Assert.False(page.Screens.IsWatched(task));
    }

    [Fact]
    public async Task A_question_with_half_a_character_in_its_input_is_shown()
    {
        var (task, _) = await TwoTasksAsync();
        var request = Views.Sample.Request(task.Value, "request", "Bash", """{"command":"echo \ud83d","\ud83d":1}""", "Bash: echo");
        await new PermissionStore(project.Database).AddAsync(request, "relay", answer: null, CancellationToken.None);
        await using var page = new LivePage(project, task);
        Assert.Contains("echo", (await page.FirstAsync()).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_task_is_told_to_the_page_that_shows_it()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        await project.Tasks.DeleteAsync(task, CancellationToken.None);
        project.Events.Publish(ChangeKind.TaskDeleted, task.ToString());
        Assert.Equal(["badge", "bar-status", "list", "task"], LivePage.Repainted(await page.NextAsync()));
    }

    [Fact]
    public async Task Who_was_away_gets_only_what_is_newer_than_what_was_seen()
    {
        var (task, other) = await TwoTasksAsync();
        var seen = $"{project.Events.Epoch}-{project.Events.Sequence}";
        await using (var unchanged = new LivePage(project, task, seen))
        {
            Assert.Empty(LivePage.Repainted(await unchanged.FirstAsync()));
        }

        await BeginToolAsync(other);
        await using (var listOnly = new LivePage(project, task, seen))
        {
            Assert.Equal(List, LivePage.Repainted(await listOnly.FirstAsync()));
        }

        await BeginToolAsync(task);
        await using var both = new LivePage(project, task, seen);
        Assert.Equal(With(Chosen, "list"), LivePage.Repainted(await both.FirstAsync()));
    }

    [Theory]
    [InlineData("0123456789ab-1")]
    [InlineData("{epoch}-")]
    [InlineData("{epoch}-x")]
    [InlineData("{epoch}--1")]
    [InlineData("{epoch}")]
    [InlineData("nonsense")]
    public async Task An_id_of_another_server_or_of_nobody_repaints_everything(string lastEventId)
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task, lastEventId.Replace("{epoch}", project.Events.Epoch, StringComparison.Ordinal));
        Assert.Equal(Everything, LivePage.Repainted(await page.FirstAsync()));
    }

    [Fact]
    public async Task A_revoked_login_session_ends_its_stream_and_no_other()
    {
        var sessions = LoginSessions();
        var (mine, theirs) = (await LogInAsync(), await LogInAsync());
        await using var page = new LivePage(project, null, loginSession: mine);
        await using var other = new LivePage(project, null, loginSession: theirs);
        await page.FirstAsync();
        await other.FirstAsync();

        await sessions.RevokeAsync(mine, CancellationToken.None);
        Assert.Null(await page.NextAsync());
        await NothingElseAsync(other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Revoking_all_login_sessions_ends_every_stream(bool isBrowser)
    {
        await using var page = new LivePage(project, null, loginSession: isBrowser ? await LogInAsync() : null);
        await page.FirstAsync();
        await LoginSessions().RevokeAllAsync(CancellationToken.None);
        Assert.Null(await page.NextAsync());
    }

    [Fact]
    public async Task A_stream_that_was_let_in_just_before_its_login_session_ended_carries_nothing()
    {
        var session = await LogInAsync();
        await LoginSessions().RevokeAsync(session, CancellationToken.None);
        await using var page = new LivePage(project, null, loginSession: session);
        Assert.False(await page.Begin().WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_session_whose_lifetime_is_over_ends_its_stream_also_in_a_flood_of_changes(bool isFlood)
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task, loginSession: await LogInAsync());
        await page.FirstAsync();
        var next = page.Begin();
        await project.Clock.AwaitedAsync(Heartbeat - LivePage.Rest);
        project.Clock.Advance(Chorus.Web.Access.LoginSessions.Lifetime);
        if (isFlood)
        {
            await BeginToolAsync(task);
        }

        // What was on its way may still come.
        while (await next.WaitAsync(Patience))
        {
            Assert.NotEqual("heartbeat", page.Current.EventType);
            next = page.Begin();
        }
    }

    [Fact]
    public async Task Fifteen_seconds_of_silence_bring_a_heartbeat_and_not_a_moment_less()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        for (var beat = 1; beat <= 2; beat++)
        {
            var next = page.Begin();
            await project.Clock.AwaitedAsync(Heartbeat - LivePage.Rest, times: beat);
            project.Clock.Advance(Heartbeat - LivePage.Rest - TimeSpan.FromMilliseconds(1));
            Assert.False(next.IsCompleted);
            project.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(await next);
            Assert.Equal(("heartbeat", "", null), (page.Current.EventType, page.Current.Data, page.Current.EventId));
        }

        await BeginToolAsync(task);
        Assert.Equal(With(Chosen, $"task-{task}"), LivePage.Repainted(await page.NextAsync()));
    }

    [Fact]
    public async Task Changes_that_a_page_does_not_show_do_not_put_its_heartbeat_off()
    {
        var (task, other) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        var next = page.Begin();
        for (var second = 1; second <= 15; second++)
        {
            var rests = project.Clock.Awaited(LivePage.Rest);
            page.Screens.Set(other, $"line {second}");
            await project.Clock.AwaitedAsync(LivePage.Rest, times: rests + 1);
            Assert.False(next.IsCompleted);
            project.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal("heartbeat", page.Current.EventType);
    }

    [Fact]
    public async Task Changes_that_a_page_shows_do_not_put_its_heartbeat_off_either()
    {
        var (task, _) = await TwoTasksAsync();
        await using var page = new LivePage(project, task);
        await page.FirstAsync();
        for (var second = 1; second <= 15; second++)
        {
            page.Screens.Set(task, $"line {second}");
            Assert.Equal(["screen"], LivePage.Repainted(await page.NextAsync()));
            project.Clock.Advance(TimeSpan.FromSeconds(1) - LivePage.Rest);
        }

        Assert.True(await page.Begin().WaitAsync(Patience));
        Assert.Equal("heartbeat", page.Current.EventType);
    }

    /// <summary>The page that would get something now gets it before the heartbeat.</summary>
    private async Task NothingElseAsync(LivePage page)
    {
        var next = page.Begin();
        while (!next.IsCompleted)
        {
            project.Clock.Advance(Heartbeat);
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.Equal("heartbeat", page.Current.EventType);
    }

    private static IEnumerable<string> With(IEnumerable<string> parts, string more) => parts.Append(more).Order(StringComparer.Ordinal);

    private LoginSessions LoginSessions() => new(new LoginSessionStore(project.Database), project.Events, project.Clock);

    private async Task<string> LogInAsync() => (await LoginSessions().OpenAsync("browser", CancellationToken.None)).Session.Id;

    private async Task<(TaskId Chosen, TaskId Other)> TwoTasksAsync() => (await project.AddBusyAsync("The chosen one"), await project.AddBusyAsync("The other one"));

    private Task BeginToolAsync(TaskId task) => project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));
}
