using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Chorus.Events;
using Chorus.Tasks;
using Chorus.Web.Access;
using Chorus.Web.Slices.Shared;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>
/// One stream per page. It carries no events but the present state of what changed, rendered by the page's own slices; so repeating, skipping
/// or joining late never shows anything wrong. An id names the server's epoch and the change the state includes.
/// </summary>
internal sealed class LiveUpdates(EventBus events, BoardReader reader, SessionScreens screens, LoginSessions sessions, TimeProvider clock)
{
    private readonly SharedRendering<(string Html, LiveList? List)> rendering = new(async (sight, parts) =>
    {
        var view = LiveView.From(reader.Read(sight), parts, clock.GetUtcNow());
        return (await Answers.RenderAsync(LiveFragments.Create(view), CancellationToken.None), LiveList.Of(view));
    });

    /// <summary>Whatever else a stream carries, it shows this often that it lives.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Rest after each message: the first change shows at once, a flood is drawn ten times a second.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="sight">What the page shows; a repaint keeps it.</param>
    /// <param name="lastEventId">What the browser saw last, or empty.</param>
    /// <param name="loginSession">The login session the stream lives in and ends with; null for the command line.</param>
    public async IAsyncEnumerable<SseItem<string>> StreamAsync(Sight sight, string lastEventId, string? loginSession, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chosen = sight.Task;
        using var subscription = events.Subscribe();
        // Only now: what is revoked later is told to the subscription.
        if (!IsOpen(loginSession))
        {
            yield break;
        }

        using var watch = chosen is { } id ? screens.Watch(id) : null;
        var number = events.Sequence;
        var beatAt = clock.GetTimestamp();
        var sent = new SentList();
        yield return await ItemAsync(sight, MissedParts(chosen, lastEventId), number, sent, cancellationToken);
        while (true)
        {
            await Task.Delay(Rest, clock, cancellationToken);
            // Before taking: a change that comes later is not claimed by this message's id.
            var before = events.Sequence;
            var changes = await TakeAsync(subscription, Heartbeat - clock.GetElapsedTime(beatAt), cancellationToken);
            if (changes.Any(change => change.Kind is ChangeKind.Access && (change.Key.Length == 0 || change.Key == loginSession)))
            {
                yield break;
            }

            number = Math.Max(number, before);
            var parts = Parts(changes, chosen);
            if (parts != LiveParts.None)
            {
                yield return await ItemAsync(sight, parts, number, sent, cancellationToken);
            }

            if (clock.GetElapsedTime(beatAt) >= Heartbeat)
            {
                // Nobody tells of a lifetime that is over.
                if (!IsOpen(loginSession))
                {
                    yield break;
                }

                beatAt = clock.GetTimestamp();
                yield return new SseItem<string>("", "heartbeat");
            }
        }
    }

    private bool IsOpen(string? loginSession) => loginSession is null || sessions.IsOpen(loginSession);

    private async Task<SseItem<string>> ItemAsync(Sight sight, LiveParts parts, long number, SentList sent, CancellationToken cancellationToken)
    {
        var (html, list) = await rendering.GetAsync(sight, parts, cancellationToken);
        return new SseItem<string>(html + await sent.RenewAsync(list)) { EventId = $"{events.Epoch}-{number.ToString(CultureInfo.InvariantCulture)}", ReconnectionInterval = ReconnectAfter };
    }

    private LiveParts MissedParts(TaskId? chosen, string lastEventId) =>
        lastEventId.Split('-') is [var epoch, var text] && epoch == events.Epoch && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? Parts(events.ChangedSince(seen), chosen)
            : LiveParts.All;

    /// <summary>What changed, or nothing when the time until the next heartbeat is over.</summary>
    private async Task<IReadOnlyCollection<Change>> TakeAsync(Subscription subscription, TimeSpan left, CancellationToken cancellationToken)
    {
        using var beat = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
        try
        {
            return await subscription.TakeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static LiveParts Parts(IEnumerable<Change> changes, TaskId? chosen)
    {
        var key = chosen?.ToString();
        var parts = LiveParts.None;
        foreach (var change in changes)
        {
            parts |= change.Kind switch
            {
                ChangeKind.Task when change.Key == key => LiveParts.List | LiveParts.Head | LiveParts.Decision | LiveParts.Why,
                ChangeKind.Permission => LiveParts.List | LiveParts.Head | LiveParts.Decision,
                ChangeKind.Task => LiveParts.List,
                ChangeKind.TaskDeleted => LiveParts.List | (change.Key == key ? LiveParts.Task : LiveParts.None),
                ChangeKind.Screen when change.Key == key => LiveParts.Screen,
                ChangeKind.Rule => LiveParts.Rules,
                ChangeKind.Server => LiveParts.All,
                _ => LiveParts.None,
            };
        }

        return parts;
    }
}
