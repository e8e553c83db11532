using System.Text.Json;
using Chorus.EndToEnd.Fixtures;

namespace Chorus.EndToEnd.Conformance;

/// <summary>One case at work: what its user, its model and its machine can do, and what is true since when.</summary>
internal sealed partial class CaseRun(World world, StatusCase played, string key, SemaphoreSlim launches)
{
    private static readonly TimeSpan Stability = TimeSpan.FromSeconds(3);

    private readonly List<Truth> truths = [];
    private readonly HashSet<Heard> signals = [];

    public int Task { get; private set; }
    public World World => world;
    public ServerApi Api => world.Server.Api;
    public IReadOnlyList<Truth> Truths => truths;

    /// <summary>A name for a held reply or a file that no other case has.</summary>
    public string Own(string name) => $"{key}-{name}";

    public string InProject(string name) => world.Sandbox.InProject(Own(name));

    /// <summary>Adds a task whose first prompt is obeyed as the brief says, and starts it.</summary>
    public async Task StartAsync(string brief, string? permissionMode = null)
    {
        await launches.WaitAsync();
        try
        {
            var added = await Api.PostAsync("tasks", new { title = played.Name, brief, permissionMode });
            Task = added.GetProperty("id").GetInt32();
            await LaunchAsync(() => Api.PostAsync($"tasks/{Task}/run"));
        }
        finally
        {
            launches.Release();
        }
    }

    public async Task RestartAsync()
    {
        await launches.WaitAsync();
        try { await LaunchAsync(() => Api.PostAsync($"tasks/{Task}/restart")); }
        finally { launches.Release(); }
    }

    /// <summary>This is true from that moment on; waits until it is shown, however late.</summary>
    public async Task BecomesAsync(Expected expected, DateTimeOffset since)
    {
        truths.Add(new Truth(since, expected));
        await Eventually.TrueAsync(
            $"{played.Name}: {expected}{(expected.Detail is null ? "" : $" saying '{expected.Detail}'")}, seen {Newest}",
            () => Newest is { } sight && sight.LastSeen > since && expected.IsShownBy(sight.Status, sight.Reason) && expected.IsSaidBy(sight.Detail),
            TimeSpan.FromSeconds(15));
        await RememberSignalsAsync();
    }

    /// <summary>After a restart of Chorus this is true since it answers again.</summary>
    public Task AfterRestartAsync(Expected expected) => BecomesAsync(expected, world.AnsweringSince);

    /// <summary>Waits until what is shown has stood for some seconds.</summary>
    public async Task SettleAsync()
    {
        await Eventually.TrueAsync($"{played.Name}: the status rests", () => Newest is { } sight && sight.LastSeen - StatusSince() > Stability + TimeSpan.FromMilliseconds(100));
        await RememberSignalsAsync();
    }

    public async Task<History> HistoryAsync() =>
        new([.. (await Api.GetAsync($"tasks/{Task}/events")).EnumerateArray()], world.Watcher!.Of(Task), signals, world.Watcher!.Slowness);

    /// <summary>The model was asked for the reply of this name, and holds it back; since when.</summary>
    public async Task<DateTimeOffset> HeldAsync(string name, TimeSpan? within = null)
    {
        DateTimeOffset? since = null;
        await Eventually.TrueAsync($"{played.Name}: the model is asked for {name}", async () => (since = await world.Model.HeldSinceAsync(Own(name))) is not null, within);
        return since!.Value;
    }

    public async Task<DateTimeOffset> ReleaseAsync(string name)
    {
        var now = DateTimeOffset.UtcNow;
        await world.Model.ReleaseAsync(Own(name));
        return now;
    }

    /// <summary>Sends a message through Chorus.</summary>
    public async Task<DateTimeOffset> SendAsync(string text)
    {
        var now = DateTimeOffset.UtcNow;
        await Api.PostAsync($"tasks/{Task}/messages", new { text });
        return now;
    }

    public async Task<DateTimeOffset> InterruptAsync()
    {
        var now = DateTimeOffset.UtcNow;
        await Api.PostAsync($"tasks/{Task}/interrupt");
        return now;
    }

    /// <summary>The open request of this task.</summary>
    public async Task<JsonElement> RequestAsync()
    {
        JsonElement? found = null;
        await Eventually.TrueAsync($"{played.Name}: an open request", async () => (found = (await RequestsAsync()).Where(request => request.GetProperty("status").GetString() == "open").Select(request => (JsonElement?)request).FirstOrDefault()) is not null);
        return found!.Value;
    }

    public async Task<DateTimeOffset> DecideAsync(JsonElement request, string decision, string? message = null, bool interrupt = false)
    {
        var now = DateTimeOffset.UtcNow;
        await Api.PostAsync($"permissions/{request.GetProperty("id").GetString()}/decision", new { hash = request.GetProperty("hash").GetString(), decision, message, interrupt });
        return now;
    }

    /// <summary>The request's card says so within two seconds.</summary>
    public Task CardAsync(JsonElement request, string status) => Eventually.TrueAsync(
        $"{played.Name}: the card says {status}",
        async () => (await RequestsAsync()).Single(one => one.GetProperty("id").GetString() == request.GetProperty("id").GetString()).GetProperty("status").GetString() == status,
        TimeSpan.FromSeconds(2));

    public Task<JsonElement> TaskAsync() => Api.GetAsync($"tasks/{Task}");

    /// <summary>Ends the session, so that the other cases have the machine.</summary>
    public async Task EndAsync()
    {
        try
        {
            if (Task != 0) { await Api.PostAsync($"tasks/{Task}/outcome", new { outcome = "completed" }); }
        }
        catch (HttpRequestException)
        {
            // It has ended, or its server has.
        }
    }

    private async Task<IEnumerable<JsonElement>> RequestsAsync() =>
        (await Api.GetAsync("permissions")).EnumerateArray().Where(request => request.GetProperty("taskId").GetInt32() == Task);

    private Sight? Newest => world.Watcher!.Of(Task) is [.., var newest] ? newest : null;

    private DateTimeOffset StatusSince()
    {
        var sights = world.Watcher!.Of(Task);
        var since = sights.Count - 1;
        while (since > 0 && (sights[since - 1].Status, sights[since - 1].Reason) == (sights[^1].Status, sights[^1].Reason)) { since--; }
        return sights[since].FirstAsked;
    }

    /// <summary>The next launch begins when this one is through: several at once would only wait for each other.</summary>
    private async Task LaunchAsync(Func<Task<JsonElement>> launch)
    {
        truths.Add(new Truth(DateTimeOffset.UtcNow, Shows.Starting));
        var since = DateTimeOffset.UtcNow;
        await launch();
        await Eventually.TrueAsync($"{played.Name}: it is started", () => Newest is { Status: not "starting" } sight && sight.LastSeen > since);
    }

    private async Task RememberSignalsAsync()
    {
        foreach (var signal in (await TaskAsync()).GetProperty("claude").GetProperty("signals").EnumerateArray())
        {
            signals.Add(new Heard(signal.GetProperty("at").GetDateTimeOffset(), signal.GetProperty("source").GetString()!, signal.GetProperty("what").GetString()!, signal.GetProperty("status").GetString()));
        }
    }
}
