using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>
/// Watches the sessions: one listing of all panes every poll interval (at once when tmux says that something happened), the registry files
/// between them, and the screens that somebody looks at or that are the only source. It only produces signals.
/// </summary>
public sealed partial class SessionMonitor(
    TmuxServer tmux, TaskStore tasks, StatusTracker statuses, SessionMap map, SessionScreens screens, SessionRegistry registry, ClaudeScreen screenReader,
    StateFolder state, ChorusOptions options, TimeProvider clock, ILogger<SessionMonitor> logger) : BackgroundService
{
    /// <summary>How often registry files and watched screens are looked at.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a launch may take until the pane shows the new program.</summary>
    private static readonly TimeSpan LaunchTime = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<TaskId, PaneSight> sights = [];
    // Tasks whose program ended while tmux did not say how, yet.
    private readonly HashSet<TaskId> unexplained = [];
    private DateTimeOffset nextListing = DateTimeOffset.MinValue;
    private int disturbed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        tmux.Disturbed += () => Interlocked.Exchange(ref disturbed, 1);
        using var timer = new PeriodicTimer(Tick, clock);
        do
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
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isDisturbed = Interlocked.Exchange(ref disturbed, 0) == 1;
        var live = tasks.Running().Where(task => statuses.Of(task).IsAlive).ToList();
        if (isDisturbed || now >= nextListing || live.Any(task => screens.IsWatched(task.Id)))
        {
            nextListing = now + options.Tmux.PollInterval;
            await ListAsync(live, now, cancellationToken);
        }

        foreach (var task in live)
        {
            if (map.Find(task.Id) is { Dead: false, PanePid: > 0 } pane && registry.Find(pane.PanePid) is { } entry)
            {
                await statuses.ApplyAsync(task.Id, new ClaudeSignal.RegistryObserved(entry.Status, entry.WaitingFor, entry.StatusUpdatedAt), cancellationToken);
            }
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
            await statuses.ApplyAsync(task.Id, new ClaudeSignal.PaneDied(pane.ExitStatus, pane.Signal), cancellationToken);
        }

        await CaptureAsync(task, pane, status, now, cancellationToken);
    }

    /// <summary>Captures a screen that changed, when somebody looks at it or nothing better tells what the session does.</summary>
    private async Task CaptureAsync(ChorusTask task, TmuxPane pane, ClaudeStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hasRegistry = pane.PanePid > 0 && registry.Find(pane.PanePid) is not null;
        var isWatched = screens.IsWatched(task.Id);
        if (!isWatched && (hasRegistry || pane.Dead))
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
