using Chorus.Storage;
using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class TaskStoreTests : IDisposable
{
    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_new_task_gets_its_number_its_session_name_and_its_first_event()
    {
        var task = await project.AddAsync("Rename the module");
        Assert.Equal((new TaskId(1), "claude-1", TaskState.Pending), (task.Id, task.SessionName, task.State));
        var created = Assert.Single(project.History.Of(task.Id, 10));
        Assert.Equal(("created", "Rename the module", "cli", project.Clock.GetUtcNow()), (created.Kind, created.Detail, created.Source, created.At));
    }

    [Fact]
    public async Task Everything_about_a_task_is_read_back_as_it_was_saved()
    {
        var other = await project.AddAsync("First");
        var task = await project.AddAsync("<Umbenennen> 'jetzt'; DROP TABLE task;--");
        var now = project.Clock.GetUtcNow();
        var changed = task with
        {
            Brief = "line one\nline two \u20ac",
            Priority = -3,
            State = TaskState.Failed,
            After = [other.Id],
            Model = "opus",
            ClaudeSessionId = "session",
            TranscriptPath = "/transcripts/session.jsonl",
            Restarts = 2,
            StartedAt = now,
            EndedAt = now.AddMinutes(1),
            Result = "no",
        };
        await project.Tasks.UpdateAsync(task.Id, _ => changed, [], CancellationToken.None);

        using var after = project.Restarted();
        var read = after.Task(task.Id);
        Assert.Equal(changed.After, read.After);
        Assert.Equal(changed with { After = [], Claude = read.Claude }, read with { After = [] });
        Assert.Equal(changed.Claude.Activity, read.Claude.Activity);
    }

    [Fact]
    public async Task A_number_is_never_given_out_twice()
    {
        await project.AddAsync("one");
        var two = await project.AddAsync("two");
        Assert.True(await project.Tasks.DeleteAsync(two.Id, CancellationToken.None));
        using var after = project.Restarted();
        Assert.Equal(new TaskId(3), (await after.AddAsync("three")).Id);
    }

    [Fact]
    public async Task The_most_urgent_task_comes_first_then_the_oldest()
    {
        var (one, two, three) = (await project.AddAsync("one"), await project.AddAsync("two"), await project.AddAsync("three"));
        await project.Tasks.UpdateAsync(three.Id, task => task with { Priority = 5 }, [], CancellationToken.None);
        Assert.Equal([three.Id, one.Id, two.Id], project.Tasks.All().Select(task => task.Id));
    }

    [Fact]
    public async Task A_task_names_what_it_waits_for_each_once()
    {
        var (one, two) = (await project.AddAsync("one"), await project.AddAsync("two"));
        var three = await project.AddAsync("three", two.Id, one.Id, two.Id);
        Assert.Equal([one.Id, two.Id], three.After);
        Assert.Equal([one.Id, two.Id], project.Tasks.All().Single(task => task.Id == three.Id).After);

        await project.Tasks.UpdateAsync(three.Id, task => task with { After = [two.Id] }, [], CancellationToken.None);
        Assert.Equal([two.Id], project.Task(three.Id).After);
    }

    [Fact]
    public async Task A_task_cannot_wait_for_one_that_does_not_exist_and_is_then_not_added()
    {
        await Assert.ThrowsAsync<StorageException>(() => project.AddAsync("two", new TaskId(404)));
        Assert.Empty(project.Tasks.All());
    }

    [Fact]
    public async Task What_waited_for_a_deleted_task_waits_for_it_no_more()
    {
        var one = await project.AddAsync("one");
        var two = await project.AddAsync("two", one.Id);
        await project.Tasks.DeleteAsync(one.Id, CancellationToken.None);
        Assert.Empty(project.Task(two.Id).After);
    }

    [Fact]
    public async Task Nothing_of_a_deleted_task_is_left()
    {
        var (kept, gone) = (await project.AddAsync("kept"), await project.AddAsync("gone"));
        foreach (var task in new[] { kept.Id, gone.Id })
        {
            await project.Messages.AddAsync(task, "hello", "browser", project.Clock.GetUtcNow(), CancellationToken.None);
            await AddRequestAsync(task);
        }

        Assert.True(await project.Tasks.DeleteAsync(gone.Id, CancellationToken.None));
        Assert.False(await project.Tasks.DeleteAsync(gone.Id, CancellationToken.None));
        Assert.Null(project.Tasks.Find(gone.Id));
        Assert.Equal((0, 0, 0), (Rows("task_event", gone.Id), Rows("message", gone.Id), Rows("permission_request", gone.Id)));
        Assert.Equal((1, 1, 1), (Rows("task_event", kept.Id), Rows("message", kept.Id), Rows("permission_request", kept.Id)));
    }

    [Fact]
    public async Task A_change_that_is_declined_leaves_no_event()
    {
        var task = await project.AddAsync("one");
        var note = TaskEvent.Note(task.Id, project.Clock.GetUtcNow(), "edited", "", "cli");
        var same = await project.Tasks.UpdateAsync(task.Id, _ => null, [note], CancellationToken.None);
        Assert.Equal("one", same!.Title);
        Assert.Single(project.History.Of(task.Id, 10));
        Assert.Null(await project.Tasks.UpdateAsync(new TaskId(404), current => current, [note], CancellationToken.None));
    }

    [Fact]
    public async Task The_newest_events_come_first_and_long_details_are_cut()
    {
        var task = await project.AddAsync("one");
        await project.History.AppendAsync(TaskEvent.Note(task.Id, project.Clock.GetUtcNow(), "tool", new string('x', 10_000), "browser"), CancellationToken.None);
        Assert.Equal(["tool", "created"], project.History.Of(task.Id, 10).Select(item => item.Kind));
        Assert.Equal(TaskEvent.DetailLimit, Assert.Single(project.History.Of(task.Id, 1)).Detail.Length);
        Assert.Equal("created", Assert.Single(project.History.Of(task.Id, 10, "created")).Kind);
    }

    [Fact]
    public async Task The_secret_of_the_hooks_is_there_only_while_it_is_set()
    {
        var task = await project.AddAsync("one");
        Assert.Null(project.Tasks.HookSecretHash(task.Id));
        await project.Tasks.SetHookSecretAsync(task.Id, [1, 2, 3], CancellationToken.None);
        // Saving the task must not lose it.
        await project.Tasks.UpdateAsync(task.Id, current => current with { Title = "other" }, [], CancellationToken.None);
        Assert.Equal([1, 2, 3], project.Tasks.HookSecretHash(task.Id)!);
        await project.Tasks.SetHookSecretAsync(task.Id, null, CancellationToken.None);
        Assert.Null(project.Tasks.HookSecretHash(task.Id));
        Assert.Null(project.Tasks.HookSecretHash(new TaskId(404)));
    }

    private Task<int> AddRequestAsync(TaskId task) => project.Database.WriteAsync(
        (connection, _) => connection.Execute(
            "INSERT INTO permission_request (id, task_id, relay_key, kind, tool, input, summary, cwd, claude_session, hash, status, created_at) VALUES ($id, $task, 'key', 'tool', 'Bash', '{}', '', '', '', '', 'open', 0)",
            ("$id", $"request-{task}"), ("$task", task.Value)),
        CancellationToken.None);

    private int Rows(string table, TaskId task) => project.Database.Read(connection =>
        connection.Query($"SELECT count(*) FROM {table} WHERE task_id = $task", reader => reader.GetInt32(0), ("$task", task.Value)).Single());
}
