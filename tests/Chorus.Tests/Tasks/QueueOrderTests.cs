using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class QueueOrderTests
{
    [Fact]
    public void Pending_tasks_start_by_priority_then_by_place_then_by_age() => Assert.Equal(
        [4, 2, 1, 3],
        QueueOrder.Pending([Pending(1), Pending(2, rank: 0.5), Pending(3, priority: -1), Pending(4, priority: 2), Pending(5) with { State = TaskState.Running }]).Select(task => task.Id.Value));

    [Fact]
    public void A_task_waits_for_what_is_not_completed()
    {
        var all = new[] { Pending(1), Pending(2) with { State = TaskState.Completed }, Pending(3) with { State = TaskState.Failed }, Pending(4, after: [1, 2, 3]) };
        Assert.Equal([1, 3], QueueOrder.Awaited(all[3], all).Select(task => task.Id.Value));
    }

    [Theory]
    [InlineData(1, new long[] { 1 }, "1 1")]
    [InlineData(1, new long[] { 4 }, "1 4 3 2 1")]
    [InlineData(1, new long[] { 5, 3 }, "1 3 2 1")]
    [InlineData(2, new long[] { 1 }, "")]
    [InlineData(5, new long[] { 1, 2, 3, 4 }, "")]
    public void A_circle_is_spelled_out(long task, long[] after, string circle)
    {
        // 2 waits for 1, 3 for 2, 4 for 3, 6 for 6 (as no program would store it).
        var all = new[] { Pending(1), Pending(2, after: [1]), Pending(3, after: [2]), Pending(4, after: [3]), Pending(5), Pending(6, after: [6]) };
        var found = QueueOrder.Circle(new TaskId(task), [.. after.Select(id => new TaskId(id))], all);
        Assert.Equal(circle, string.Join(' ', found ?? []));
    }

    [Fact]
    public void A_diamond_is_no_circle_and_costs_no_more_than_its_size()
    {
        // Each waits for both of the row before: 2^30 ways, one walk.
        var all = Enumerable.Range(0, 60).Select(index => Pending(index + 1, after: index < 2 ? [] : [(index / 2 * 2) - 1, index / 2 * 2])).ToList();
        Assert.Null(QueueOrder.Circle(new TaskId(61), [new TaskId(59), new TaskId(60)], all));
        Assert.NotNull(QueueOrder.Circle(new TaskId(1), [new TaskId(60)], all));
    }

    [Theory]
    [InlineData(3, 1L, "3 1 2 4")]
    [InlineData(1, 4L, "2 3 1 4")]
    [InlineData(1, null, "2 3 4 1")]
    [InlineData(4, 2L, "1 4 2 3")]
    [InlineData(2, 3L, "1 2 3 4")]
    public void A_task_is_put_right_before_another(long moved, long? before, string order)
    {
        var all = Enumerable.Range(1, 4).Select(id => Pending(id)).ToList();
        var rank = QueueOrder.RankBefore(all[(int)moved - 1], before is { } id ? new TaskId(id) : null, all);
        all[(int)moved - 1] = all[(int)moved - 1] with { Rank = rank };
        Assert.Equal(order, string.Join(' ', QueueOrder.Pending(all).Select(task => task.Id)));
    }

    private static ChorusTask Pending(long id, int priority = 0, double? rank = null, long[]? after = null) => new()
    {
        Id = new TaskId(id),
        Title = $"task {id}",
        Priority = priority,
        Rank = rank ?? id,
        After = [.. (after ?? []).Select(other => new TaskId(other))],
        PermissionMode = "manual",
        StackMode = "none",
        SessionName = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
