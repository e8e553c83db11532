using Chorus.Events;

namespace Chorus.Tests.Events;

public sealed class EventBusTests
{
    private static readonly Change One = new(ChangeKind.Task, "1");
    private static readonly Change Two = new(ChangeKind.Task, "2");

    [Fact]
    public async Task A_listener_gets_each_changed_thing_once_however_often_it_changed()
    {
        var bus = new EventBus();
        using var subscription = bus.Subscribe();
        for (var i = 0; i < 10_000; i++)
        {
            bus.Publish(One);
        }

        bus.Publish(Two);
        Assert.Equal([One, Two], (await subscription.TakeAsync(CancellationToken.None)).OrderBy(change => change.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_after_taking_wakes_the_listener_again()
    {
        var bus = new EventBus();
        using var subscription = bus.Subscribe();
        bus.Publish(One);
        await subscription.TakeAsync(CancellationToken.None);
        var next = subscription.TakeAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        bus.Publish(Two);
        Assert.Equal([Two], await next);
    }

    [Fact]
    public void Somebody_who_was_away_learns_what_is_newer_than_what_was_seen()
    {
        var bus = new EventBus();
        bus.Publish(One);
        var seen = bus.Sequence;
        bus.Publish(Two);
        Assert.Equal([Two], bus.ChangedSince(seen));
        Assert.Empty(bus.ChangedSince(bus.Sequence));
    }

    [Fact]
    public async Task A_disposed_listener_hears_nothing()
    {
        var bus = new EventBus();
        var subscription = bus.Subscribe();
        subscription.Dispose();
        bus.Publish(One);
        using var canceled = new CancellationTokenSource();
        var take = subscription.TakeAsync(canceled.Token);
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => take);
    }

    [Theory]
    [InlineData(ChangeKind.TaskDeleted, "task-deleted")]
    [InlineData(ChangeKind.Task, "task")]
    public void Words_are_spelled_in_kebab_case_and_read_back(ChangeKind kind, string word)
    {
        Assert.Equal(word, Words.Of(kind));
        Assert.Equal(kind, Words.Parse<ChangeKind>(word));
    }
}
