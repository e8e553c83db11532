using Chorus.Claude;
using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class SignalLogTests : IDisposable
{
    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task What_was_heard_is_told_with_where_from_and_what_it_changed_newest_first()
    {
        var task = await project.AddBusyAsync();
        project.Clock.Advance(TimeSpan.FromSeconds(10));
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));
        project.Clock.Advance(TimeSpan.FromSeconds(10));
        await project.HearAsync(task, new ClaudeSignal.RegistryObserved("idle", null, project.Clock.GetUtcNow().AddSeconds(-5)));

        Assert.Equal(
            [
                (StatusSource.Registry, "idle", "idle, interrupted"),
                (StatusSource.Hook, "PreToolUse Bash: npm test", "busy"),
                (StatusSource.Hook, "UserPromptSubmit", "busy"),
                (StatusSource.Chorus, "Claude Code was started", "starting"),
            ],
            project.Signals.Of(task).OrderByDescending(line => line.At).ThenBy(line => line.Status).Select(line => (line.Source, line.What, line.Status)));
    }

    [Fact]
    public async Task A_poll_that_says_the_same_again_is_counted_and_not_listed()
    {
        var task = await project.AddBusyAsync();
        for (var poll = 0; poll < 100; poll++)
        {
            project.Clock.Advance(TimeSpan.FromSeconds(1));
            await project.HearAsync(task, new ClaudeSignal.RegistryObserved("busy", null, DateTimeOffset.UnixEpoch));
        }

        var line = project.Signals.Of(task)[0];
        Assert.Equal((StatusSource.Registry, "busy", 100, project.Clock.GetUtcNow()), (line.Source, line.What, line.Times, line.At));
        Assert.Null(line.Status);
    }

    [Fact]
    public async Task What_changed_the_status_keeps_its_time_when_it_is_heard_again()
    {
        var task = await project.AddBusyAsync();
        var changed = project.Clock.GetUtcNow();
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));
        project.Clock.Advance(TimeSpan.FromSeconds(1));
        await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null), new ClaudeSignal.ToolStarted("Bash", "Bash: npm test", null));

        Assert.Equal(
            [("busy", changed, 1), (null, project.Clock.GetUtcNow(), 2)],
            project.Signals.Of(task).Where(line => line.What.StartsWith("PreToolUse", StringComparison.Ordinal)).OrderBy(line => line.At).Select(line => (line.Status, line.At, line.Times)));
    }

    [Fact]
    public async Task A_signal_that_had_to_wait_is_noted_with_the_time_of_its_arrival()
    {
        var task = await project.AddBusyAsync();
        var arrived = project.Clock.GetUtcNow();
        project.Clock.Advance(TimeSpan.FromSeconds(1));
        await project.Statuses.ApplyAsync(task, new ClaudeSignal.TurnEnded(0, 0, "Done."), arrived, CancellationToken.None);
        Assert.Equal(arrived, project.Signals.Of(task).Single(line => line.What == "Stop").At);
    }

    [Fact]
    public async Task Only_the_last_ones_are_kept()
    {
        var task = await project.AddBusyAsync();
        for (var number = 0; number < 3 * SignalLog.Kept; number++)
        {
            project.Clock.Advance(TimeSpan.FromSeconds(1));
            await project.HearAsync(task, new ClaudeSignal.ToolStarted("Bash", $"Bash: echo {number}", null));
        }

        Assert.Equal(SignalLog.Kept, project.Signals.Of(task).Count);
        Assert.Equal($"PreToolUse Bash: echo {(3 * SignalLog.Kept) - 1}", project.Signals.Of(task)[0].What);
    }

    [Fact]
    public async Task A_task_that_is_forgotten_leaves_nothing()
    {
        var task = await project.AddBusyAsync();
        project.Statuses.Forget(task);
        Assert.Empty(project.Signals.Of(task));
    }
}
