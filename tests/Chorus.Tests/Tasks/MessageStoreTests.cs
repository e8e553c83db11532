using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class MessageStoreTests : IDisposable
{
    private readonly StoredProject project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Messages_wait_in_the_order_in_which_they_were_sent()
    {
        var task = (await project.AddAsync("one")).Id;
        var other = await QueueAsync((await project.AddAsync("two")).Id, "for the other");
        var (first, second) = (await QueueAsync(task, "first"), await QueueAsync(task, "second"));
        Assert.Equal(first, project.Messages.NextQueued(task));
        Assert.Equal([second, first], project.Messages.Newest(task, 10));
        Assert.Equal([other], project.Messages.Newest(other.TaskId, 10));

        await MoveAsync(first, MessageState.Queued, MessageState.Typing);
        Assert.Equal(second, project.Messages.NextQueued(task));
    }

    [Fact]
    public async Task A_message_is_typed_by_one_only()
    {
        var message = await QueueAsync((await project.AddAsync("one")).Id, "hello");
        var taken = 0;
        await Parallel.ForAsync(0, 50, async (_, _) =>
        {
            if (await MoveAsync(message, MessageState.Queued, MessageState.Typing))
            {
                Interlocked.Increment(ref taken);
            }
        });
        Assert.Equal(1, taken);
    }

    [Theory]
    [InlineData(MessageState.Typing, MessageState.Sent)]
    [InlineData(MessageState.Sent, MessageState.Queued)]
    [InlineData(MessageState.Unknown, MessageState.Typing)]
    public async Task A_message_moves_only_from_where_it_is(MessageState from, MessageState to)
    {
        var message = await QueueAsync((await project.AddAsync("one")).Id, "hello");
        Assert.False(await MoveAsync(message, from, to));
        Assert.Equal([message], project.Messages.Newest(message.TaskId, 10));
    }

    [Fact]
    public async Task A_sent_message_knows_when_and_is_not_queued_again()
    {
        var message = await QueueAsync((await project.AddAsync("one")).Id, "hello");
        await MoveAsync(message, MessageState.Queued, MessageState.Typing);
        project.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await MoveAsync(message, MessageState.Typing, MessageState.Sent));
        Assert.Equal(message with { State = MessageState.Sent, SentAt = project.Clock.GetUtcNow() }, Assert.Single(project.Messages.Newest(message.TaskId, 10)));
        Assert.Null(project.Messages.NextQueued(message.TaskId));
        Assert.False(await MoveAsync(message, MessageState.Typing, MessageState.Sent));
    }

    [Fact]
    public async Task What_the_last_server_was_typing_is_unknown_and_never_typed_again()
    {
        var task = (await project.AddAsync("one")).Id;
        var typing = await QueueAsync(task, "was being typed");
        await MoveAsync(typing, MessageState.Queued, MessageState.Typing);
        var queued = await QueueAsync(task, "was waiting");

        using var after = project.Restarted();
        await after.Messages.MarkInterruptedTypingAsync(CancellationToken.None);
        Assert.Equal([queued, typing with { State = MessageState.Unknown }], after.Messages.Newest(task, 10));
        Assert.Equal(queued, after.Messages.NextQueued(task));
    }

    [Fact]
    public async Task A_task_that_ended_drops_what_was_waiting_and_nothing_else()
    {
        var (ended, other) = ((await project.AddAsync("one")).Id, (await project.AddAsync("two")).Id);
        var typing = await QueueAsync(ended, "typing");
        await MoveAsync(typing, MessageState.Queued, MessageState.Typing);
        var (waiting, others) = (await QueueAsync(ended, "waiting"), await QueueAsync(other, "other"));
        await project.Messages.DropQueuedAsync(ended, CancellationToken.None);
        Assert.Equal([waiting with { State = MessageState.Dropped }, typing with { State = MessageState.Typing }], project.Messages.Newest(ended, 10));
        Assert.Equal(others, project.Messages.NextQueued(other));
    }

    private Task<Message> QueueAsync(TaskId task, string text) => project.Messages.AddAsync(task, text, "browser", project.Clock.GetUtcNow(), CancellationToken.None);

    private Task<bool> MoveAsync(Message message, MessageState from, MessageState to) =>
        project.Messages.MoveAsync(message.Id, from, to, project.Clock.GetUtcNow(), CancellationToken.None);
}
