using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Tests.Tasks;
using Chorus.Web;
using Chorus.Web.Access;
using Chorus.Web.Views;

namespace Chorus.Tests.Web;

/// <summary>Opens the stream of a page over a stored project and takes from it what a browser would get.</summary>
internal sealed partial class LivePage : IAsyncDisposable
{
    /// <summary>How long a stream rests after each item.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly StoredProject project;
    private readonly CancellationTokenSource closed = new();
    private readonly IAsyncEnumerator<SseItem<string>> stream;

    public LivePage(StoredProject project, TaskId? chosen, string lastEventId = "", string? loginSession = null)
    {
        this.project = project;
        Screens = new SessionScreens(project.Events);
        var state = StateFolder.Locate(project.Folder, name => name == "XDG_STATE_HOME" ? project.Folder : null);
        var options = new ChorusOptions();
        var backlog = new Backlog(project.Tasks, project.Statuses, new SettingStore(project.Database), project.Events, options);
        var reader = new BoardReader(
            project.Tasks, project.History, project.Messages, new PermissionStore(project.Database), Screens, backlog, new SharedTree(project.Folder),
            new RuleStore(project.Database), new ClaudeRuleFiles(project.Folder, Path.Combine(project.Folder, "claude")), options, state);
        var sessions = new LoginSessions(new LoginSessionStore(project.Database), project.Events, project.Clock);
        var updates = new LiveUpdates(project.Events, reader, Screens, sessions, project.Clock);
        stream = updates.StreamAsync(new Sight { Task = chosen }, lastEventId, loginSession, closed.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    public SessionScreens Screens { get; }

    /// <summary>What the page gets when it connects.</summary>
    public async Task<SseItem<string>> FirstAsync()
    {
        Assert.True(await stream.MoveNextAsync());
        return stream.Current;
    }

    /// <summary>What comes next once the rest after the last item is over; null at the stream's end.</summary>
    public async Task<SseItem<string>?> NextAsync()
    {
        var next = Begin();
        return await next ? stream.Current : null;
    }

    /// <summary>Begins to wait for the next item and lets the rest after the last one pass.</summary>
    public Task<bool> Begin()
    {
        var next = stream.MoveNextAsync().AsTask();
        project.Clock.Advance(Rest);
        return next;
    }

    public SseItem<string> Current => stream.Current;

    /// <summary>The elements an item repaints.</summary>
    public static IEnumerable<string> Repainted(SseItem<string>? item) => Target.Matches(item!.Value.Data).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await stream.DisposeAsync();
        closed.Dispose();
    }

    [GeneratedRegex("<hx-partial hx-target=\"#([a-z0-9-]+)\"")]
    private static partial Regex Target { get; }
}
