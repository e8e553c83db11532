using System.Collections.Concurrent;
using Chorus.Web;
using Chorus.Web.Views;

namespace Chorus.Tests.Web;

public sealed class SharedRenderingTests
{
    private static readonly Sight Board = new();

    private readonly ConcurrentQueue<TaskCompletionSource<string>> started = [];

    [Fact]
    public async Task Whoever_asks_while_one_renders_shares_the_next_one_which_begins_later()
    {
        var rendering = new SharedRendering<string>(StartAsync);
        var first = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        await StartedAsync(1);
        var later = Enumerable.Range(1, 100).Select(_ => rendering.GetAsync(Board, LiveParts.List, CancellationToken.None)).ToList();
        Assert.Single(started);

        started.ElementAt(0).SetResult("old");
        Assert.Equal("old", await first);
        await StartedAsync(2);
        Assert.DoesNotContain(later, one => one.IsCompleted);
        started.ElementAt(1).SetResult("new");
        Assert.All(await Task.WhenAll(later), text => Assert.Equal("new", text));
        Assert.Equal(2, started.Count);

        var afterwards = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        await StartedAsync(3);
        started.ElementAt(2).SetResult("newest");
        Assert.Equal("newest", await afterwards);
    }

    [Fact]
    public async Task Pages_that_show_something_else_do_not_wait()
    {
        var rendering = new SharedRendering<string>(StartAsync);
        _ = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        _ = rendering.GetAsync(Board, LiveParts.All, CancellationToken.None);
        _ = rendering.GetAsync(Board with { Request = "a" }, LiveParts.List, CancellationToken.None);
        await StartedAsync(3);
    }

    [Fact]
    public async Task A_failure_is_for_those_who_asked_for_it_and_the_next_one_begins_all_the_same()
    {
        var rendering = new SharedRendering<string>(StartAsync);
        var first = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        await StartedAsync(1);
        var second = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        started.ElementAt(0).SetException(new InvalidOperationException("The disk is full."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await StartedAsync(2);
        started.ElementAt(1).SetResult("well");
        Assert.Equal("well", await second);
    }

    [Fact]
    public async Task A_page_that_goes_away_takes_the_rendering_from_no_other()
    {
        var rendering = new SharedRendering<string>(StartAsync);
        using var gone = new CancellationTokenSource();
        _ = rendering.GetAsync(Board, LiveParts.List, CancellationToken.None);
        await StartedAsync(1);
        var (left, stays) = (rendering.GetAsync(Board, LiveParts.List, gone.Token), rendering.GetAsync(Board, LiveParts.List, CancellationToken.None));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        started.ElementAt(0).SetResult("old");
        await StartedAsync(2);
        started.ElementAt(1).SetResult("new");
        Assert.Equal("new", await stays);
    }

    private Task<string> StartAsync(Sight sight, LiveParts parts)
    {
        var rendering = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        started.Enqueue(rendering);
        return rendering.Task;
    }

    private Task StartedAsync(int count) => Processes.Wait.UntilAsync(() => started.Count == count);
}
