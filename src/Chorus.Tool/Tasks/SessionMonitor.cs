using System.Collections.Concurrent;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>
/// Watches the sessions: one listing of all panes every poll interval (at once when tmux says that something happened), the registry files
/// when they change, and the screens that somebody looks at or that are the only source. It only produces signals.
/// </summary>
public sealed partial class SessionMonitor(
    TmuxServer tmux, TaskStore tasks, StatusTracker statuses, SessionMap map, SessionScreens screens, SessionRegistry registry, ClaudeScreen screenReader,
    StateFolder state, ChorusOptions options, TimeProvider clock, ILogger<SessionMonitor> logger) : BackgroundService
{
    /// <summary>How often watched screens are looked at, and registry files that disagree with the hooks.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a registry file is read although nobody said that it changed: where a file system cannot be watched, this alone must do.</summary>
    private static readonly TimeSpan RegistryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long after a hook, and how often, a screen is looked at for retries: a little less than the poll interval, so that no poll is left out.</summary>
    private static readonly (TimeSpan After, TimeSpan Every) RetryLook = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.9));

    /// <summary>How long a launch may take until the pane shows the new program.</summary>
    private static readonly TimeSpan LaunchTime = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<TaskId, PaneSight> sights = [];
    private readonly Dictionary<TaskId, DateTimeOffset> nextReadings = [];
    private readonly Dictionary<TaskId, DateTimeOffset> nextRetryLooks = [];
    private ConcurrentDictionary<int, byte> changedFiles = [];
    private readonly SemaphoreSlim wake = new(0, 1);
    // Tasks whose program ended while tmux did not say how, yet.
    private readonly HashSet<TaskId> unexplained = [];
    private DateTimeOffset lastListing = DateTimeOffset.MinValue;
    private DateTimeOffset nextListing = DateTimeOffset.MinValue;
    private int disturbed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        tmux.Disturbed += () =>
        {
            Interlocked.Exchange(ref disturbed, 1);
            Wake();
        };
        registry.Changed += pid =>
        {
            changedFiles.TryAdd(pid, 0);
            Wake();
        };
        foreach (var task in tasks.Running().Where(task => statuses.Of(task).IsAlive))
        {
            await statuses.ApplyAsync(task.Id, new ClaudeSignal.ServerStarted(), stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
#pragma warning disable CA1031 // One failed look must not end the watch.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogLookFailed(failure);
            }

            await wake.WaitAsync(Tick, stoppingToken);
        }
    }

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    /// <summary>Comes from threads of others, also when the monitor has ended.</summary>
    private void Wake()
    {
        try
        {
            if (wake.CurrentCount == 0)
            {
                wake.Release();
            }
        }
        catch (Exception failure) when (failure is SemaphoreFullException or ObjectDisposedException)
        {
            // It will look anyway, or never again.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isDisturbed = Interlocked.Exchange(ref disturbed, 0) == 1;
        var live = tasks.Running().Where(task => statuses.Of(task) is { IsAlive: true } or { EndUnexplained: true }).ToList();
        if (isDisturbed || now >= nextListing || (now >= lastListing + Tick && live.Any(IsPressing)))
        {
            (lastListing, nextListing) = (now, now + options.Tmux.PollInterval);
            registry.Watch();
            await ListAsync(live, now, cancellationToken);
        }

        var changed = Interlocked.Exchange(ref changedFiles, []);
        foreach (var task in live)
        {
            await ReadRegistryAsync(task, changed, now, cancellationToken);
        }
    }

    /// <summary>Somebody looks at it, or it has ended and only tmux knows how.</summary>
    private bool IsPressing(ChorusTask task) => screens.IsWatched(task.Id) || statuses.Of(task).EndUnexplained;

    /// <summary>Reads the file when it changed, as long as what it says has not stood long enough to count, and otherwise now and then.</summary>
    private async Task ReadRegistryAsync(ChorusTask task, ConcurrentDictionary<int, byte> changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (map.Find(task.Id) is not { Dead: false, PanePid: > 0 } pane || !(changed.ContainsKey(pane.PanePid) || now >= nextReadings.GetValueOrDefault(task.Id)))
        {
            return;
        }

        nextReadings[task.Id] = now + RegistryInterval;
        if (registry.Find(pane.PanePid) is { } entry)
        {
            var signal = entry.ToSignal();
            if (statuses.Of(task).WantsScreen(signal, clock.GetUtcNow()))
            {
                signal = signal with { Screen = await ReadScreenAsync(pane, cancellationToken) };
            }

            var status = await statuses.ApplyAsync(task.Id, signal, cancellationToken);
            if (status is not null && (status.LostAt is not null || now - status.HeardAt < ClaudeStatus.OldWordSettle || now - entry.StatusUpdatedAt < ClaudeStatus.Settle))
            {
                nextReadings[task.Id] = now;
            }
        }
    }

    private async Task<ScreenReading?> ReadScreenAsync(TmuxPane pane, CancellationToken cancellationToken)
    {
        try
        {
            return screenReader.Classify(await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 0, cancellationToken));
        }
        catch (TmuxException)
        {
            // The session is just going; the next listing tells.
            return null;
        }
    }

    private async Task ListAsync(List<ChorusTask> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TmuxSnapshot snapshot;
        try
        {
            snapshot = await tmux.ListAsync(cancellationToken);
        }
        catch (TmuxServerLostException)
        {
            await LoseAllAsync(live, cancellationToken);
            return;
        }

        var panes = new Dictionary<TaskId, TmuxPane>();
        foreach (var pane in snapshot.Panes)
        {
            if (pane.Project == state.Root && TaskId.TryParse(pane.Task, null, out var id))
            {
                panes[id] = pane;
            }
        }

        map.Replace(panes);
        foreach (var task in live)
        {
            try
            {
                await JudgeAsync(task, panes.GetValueOrDefault(task.Id), now, cancellationToken);
            }
            catch (TmuxException failure) when (failure is not TmuxServerLostException)
            {
                // One session that cannot be looked at must not hide the others.
                LogLookFailed(failure);
            }
        }
    }

    private async Task JudgeAsync(ChorusTask task, TmuxPane? pane, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = statuses.Of(task);
        if (pane is null)
        {
            // A launch is under way: its session is not there yet.
            if (status.Activity is not ClaudeActivity.Starting || now - status.Since > TimeSpan.FromSeconds(15))
            {
                await statuses.ApplyAsync(task.Id, new ClaudeSignal.SessionGone(now), cancellationToken);
            }

            return;
        }

        if (pane.Dead && status.Activity is ClaudeActivity.Starting && now - status.Since < LaunchTime)
        {
            // Still the program before the launch that is under way.
            return;
        }

        if (pane.Dead)
        {
            // tmux tells how a program ended a moment after it tells that it did; sometimes it never does.
            if (pane is { ExitStatus: null, Signal: null } && unexplained.Add(task.Id))
            {
                nextListing = now;
                return;
            }

            unexplained.Remove(task.Id);
            var died = new ClaudeSignal.PaneDied(pane.ExitStatus, pane.Signal)
            {
                LeftBehind = registry.LeftBehind(pane.PanePid),
                // "Pane is dead" pushed its first line out of sight.
                LastWords = pane.ExitStatus is 0 ? "" : ClaudeScreen.LastWords(await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 3, cancellationToken)),
            };
            await statuses.ApplyAsync(task.Id, died, cancellationToken);
        }

        await LookForRetryAsync(task, pane, status, now, cancellationToken);
        await CaptureAsync(task, pane, status, now, cancellationToken);
    }

    /// <summary>That the API fails and is asked again stands on the screen only.</summary>
    private async Task LookForRetryAsync(ChorusTask task, TmuxPane pane, ClaudeStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (pane.Dead || !status.AwaitsModel || now - status.HeardAt < RetryLook.After || now < nextRetryLooks.GetValueOrDefault(task.Id))
        {
            return;
        }

        nextRetryLooks[task.Id] = now + RetryLook.Every;
        var signal = new ClaudeSignal.RetryObserved(ClaudeScreen.Retry(await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 0, cancellationToken)));
        if (!status.LooksLike(status.After(signal, now)))
        {
            await statuses.ApplyAsync(task.Id, signal, cancellationToken);
        }
    }

    /// <summary>Captures a screen that changed, when somebody looks at it or nothing better tells what the session does.</summary>
    private async Task CaptureAsync(ChorusTask task, TmuxPane pane, ClaudeStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hasRegistry = pane.PanePid > 0 && registry.Find(pane.PanePid) is not null;
        var isWatched = screens.IsWatched(task.Id);
        if (!isWatched && (hasRegistry || pane.Dead || !status.IsAlive))
        {
            return;
        }

        var second = now.ToUnixTimeSeconds();
        var isFirst = !sights.TryGetValue(task.Id, out var sight) || screens.Latest(task.Id) is null;
        // window_activity has a resolution of one second: within the second of the last capture more may have changed.
        if (isFirst || sight!.PaneId != pane.PaneId || pane.WindowActivity >= sight.CapturedAt || pane.Dead != sight.Dead || !hasRegistry)
        {
            sights[task.Id] = new PaneSight(pane.PaneId, second, pane.Dead);
            var screen = await tmux.CaptureAsync(pane.PaneId, colours: true, historyLines: 0, cancellationToken);
            screens.Set(task.Id, screen);
            if (!hasRegistry && !pane.Dead && status.IsAlive)
            {
                var plain = await tmux.CaptureAsync(pane.PaneId, colours: false, historyLines: 0, cancellationToken);
                var reading = screenReader.Classify(plain);
                await statuses.ApplyAsync(task.Id, new ClaudeSignal.ScreenObserved(reading.State, reading.Detail), cancellationToken);
            }
        }
    }

    private async Task LoseAllAsync(List<ChorusTask> live, CancellationToken cancellationToken)
    {
        LogTmuxLost(live.Count);
        map.Replace(new Dictionary<TaskId, TmuxPane>());
        sights.Clear();
        nextReadings.Clear();
        nextRetryLooks.Clear();
        foreach (var task in live)
        {
            await statuses.ApplyAsync(task.Id, new ClaudeSignal.TmuxLost(), cancellationToken);
        }

        await tmux.StartAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A look at the sessions failed")]
    private partial void LogLookFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tmux server is gone; {Count} sessions were lost")]
    private partial void LogTmuxLost(int count);

    /// <summary>What the last capture of a task's pane was taken of.</summary>
    private sealed record PaneSight(string PaneId, long CapturedAt, bool Dead);
}
